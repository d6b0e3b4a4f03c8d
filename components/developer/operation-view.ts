import type { OperationGroup, OperationView } from '@/lib/xs2a/describe-operations'

export type { OperationGroup, OperationView }

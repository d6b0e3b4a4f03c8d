export type { OperationView } from '@/lib/xs2a/describe-operations'

'use client'
import { useContext } from 'react'
import { Failure } from '@/components/ui/failure'

/** Stands where a page failed. The reference is the digest under which the server logged the fault. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <>
      {useContext(Failure)}
      <p className="column font-mono">{error.digest}</p>
    </>
  )
}

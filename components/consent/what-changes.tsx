import type { ReactNode } from 'react'

/** What a step changes and what it leaves, one above the other, before it is confirmed. */
export function WhatChanges({ parts }: { parts: { title: ReactNode; text: ReactNode }[] }) {
  return (
    <div className="rounded-card border border-line bg-surface shadow-card">
      {parts.map(({ title, text }, index) => (
        <div
          className="border-line border-b px-4 py-4 last:border-b-0"
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts are fixed, and titles may be elements
          key={index}
        >
          <h2 className="font-heading text-h2">{title}</h2>
          <div className="mt-1">{text}</div>
        </div>
      ))}
    </div>
  )
}

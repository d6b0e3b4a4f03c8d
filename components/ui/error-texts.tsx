'use client'
import { createContext } from 'react'

/** The words of `app/error.tsx`, which Next runs in the browser, where no message file is loaded. */
export const ErrorTexts = createContext<ErrorTextsValue>(null)

export type ErrorTextsValue = {
  bank: string
  title: string
  text: string
  again: string
  help: string
  reference: string
  home: string
} | null

'use client'
import { createContext, type ReactNode } from 'react'

/** What `app/error.tsx` shows, drawn by the server with every page: in the browser there is no message file. */
export const Failure = createContext<ReactNode>(null)

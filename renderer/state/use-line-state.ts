import { useEffect, useState } from 'react'

import { type LineState, useConnection } from './connection.tsx'

/** How the line to the host is now. */
export function useLineState(): LineState {
  const connection = useConnection()
  const [state, setState] = useState<LineState>('connected')
  useEffect(() => connection.onStateChange(setState), [connection])
  return state
}

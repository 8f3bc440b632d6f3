import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'

import { ConnectionProvider, type WindowConnection } from '../state/connection.tsx'
import { newQueryClient } from '../state/new-query-client.ts'
import { resolveVariables, theme } from '../styles/theme.ts'
import { ChooseTheme } from './choose-theme.tsx'
import { Gate } from './gate.tsx'
import { noticeFailure } from './notices.tsx'
import { WatchHost } from './watch-host.tsx'

/** The whole window on one connection. */
export function WindowRoot({ connection }: { readonly connection: WindowConnection }) {
  const [queries] = useState(() => newQueryClient(noticeFailure))
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <Notifications position="bottom-center" limit={4} autoClose={6000} />
      <ConnectionProvider value={connection}>
        <QueryClientProvider client={queries}>
          {/* oxlint-disable-next-line react/hooks -- the router calls it */}
          <Router hook={useHashLocation}>
            <ChooseTheme />
            <WatchHost />
            <Gate />
          </Router>
        </QueryClientProvider>
      </ConnectionProvider>
    </MantineProvider>
  )
}

import { Button, MantineProvider } from '@mantine/core'

import { EmptyState } from '../components/empty-state.tsx'
import { resolveVariables, theme } from '../styles/theme.ts'

const startAgain = 'Start Holdfast again, or ask it for a new address, and open the address that it prints.'

/** What each failure of the link says; one that is not known says that nothing answers. */
const words: Readonly<
  Record<string, { readonly title: string; readonly message: string; readonly remedy: string }>
> = {
  TICKET_MISSING: {
    title: 'This page was opened without its ticket',
    message: 'The address that Holdfast prints carries a ticket that lets this browser in once.',
    remedy: startAgain,
  },
  TICKET_REFUSED: {
    title: 'This address was used before',
    message: 'The ticket in the address works once, and for one minute.',
    remedy: startAgain,
  },
  SESSION_ENDED: {
    title: 'Holdfast was started anew',
    message: 'This page belongs to a run of Holdfast that has ended.',
    remedy: startAgain,
  },
  PORT_REFUSED: {
    title: 'The window was not let in',
    message: 'The program behind this window refused to talk to it.',
    remedy: 'Close the window and start Holdfast again.',
  },
}

const unreachable = {
  title: 'Holdfast does not answer',
  message: 'The program behind this window has ended or does not answer.',
  remedy: startAgain,
}

/** What is shown when the host could not be reached at all. */
export function WindowFailure({ failure }: { readonly failure: string }) {
  const { title, message, remedy } = words[failure] ?? unreachable
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <main className="page page-narrow" style={{ margin: '0 auto' }}>
        <h1 className="visually-hidden">{title}</h1>
        <EmptyState title={title} actions={<Button onClick={() => location.reload()}>Try again</Button>}>
          <p>{message}</p>
          <p>Every stored backup is untouched.</p>
          <p>{remedy}</p>
        </EmptyState>
      </main>
    </MantineProvider>
  )
}

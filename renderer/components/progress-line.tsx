import { Progress } from '@mantine/core'

interface ProgressLineProps {
  /** 0 to 1; null: not known, shown as a moving stripe. */
  readonly fraction: number | null
  readonly label: string
  readonly size?: number
}

/** How far something is. */
export function ProgressLine({ fraction, label, size = 6 }: ProgressLineProps) {
  return (
    <Progress.Root size={size} radius="xl" transitionDuration={150}>
      <Progress.Section
        value={fraction === null ? 100 : fraction * 100}
        striped={fraction === null}
        animated={fraction === null}
        color="var(--hf-running)"
        aria-label={label}
        withAria
      />
    </Progress.Root>
  )
}

import { ActionIcon, Button, SegmentedControl, Switch } from '@mantine/core'
import { IconZoomIn, IconZoomOut } from '@tabler/icons-react'

import { memo } from 'react'

import { rangeSpans } from './time-range.ts'

export type TimelineForm = 'chart' | 'table'

interface TimelineToolsProps {
  readonly form: TimelineForm
  readonly isAfterCleanUp: boolean
  readonly words: string
  readonly onForm: (form: TimelineForm) => void
  readonly onSpan: (spanMs: number) => void
  readonly onFit: () => void
  readonly onZoom: (factor: number) => void
  readonly onAfterCleanUp: (isShown: boolean) => void
}

/** How much is in sight, in what form, and whether as it is or as the next clean-up leaves it. */
export function TimelineTools(props: TimelineToolsProps) {
  const { words, form, isAfterCleanUp, onForm, onAfterCleanUp, ...range } = props
  return (
    <div className="tools tl-tools">
      <RangeButtons {...range} />
      <span className="small soft num tl-range">{words}</span>
      <FormButtons
        form={form}
        isAfterCleanUp={isAfterCleanUp}
        onForm={onForm}
        onAfterCleanUp={onAfterCleanUp}
      />
    </div>
  )
}

/** Apart from the words, which are others in each picture. */
const RangeButtons = memo(function RangeButtons(
  props: Pick<TimelineToolsProps, 'onSpan' | 'onFit' | 'onZoom'>,
) {
  return (
    <div className="row">
      {rangeSpans.map(({ word, spanMs }) => (
        <Button key={word} variant="default" size="compact-sm" onClick={() => props.onSpan(spanMs)}>
          {word}
        </Button>
      ))}
      <Button variant="default" size="compact-sm" onClick={props.onFit}>
        Fit
      </Button>
      <ActionIcon variant="default" aria-label="Zoom in" onClick={() => props.onZoom(0.5)}>
        <IconZoomIn size={15} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label="Zoom out" onClick={() => props.onZoom(2)}>
        <IconZoomOut size={15} />
      </ActionIcon>
    </div>
  )
})

const FormButtons = memo(function FormButtons(
  props: Pick<TimelineToolsProps, 'form' | 'isAfterCleanUp' | 'onForm' | 'onAfterCleanUp'>,
) {
  return (
    <>
      <Switch
        size="xs"
        className="push"
        label="After the next clean-up"
        checked={props.isAfterCleanUp}
        onChange={(event) => props.onAfterCleanUp(event.currentTarget.checked)}
      />
      <SegmentedControl
        aria-label="Form"
        data={[
          { value: 'chart', label: 'Chart' },
          { value: 'table', label: 'Table' },
        ]}
        value={props.form}
        onChange={(value) => props.onForm(value === 'table' ? 'table' : 'chart')}
      />
    </>
  )
})

import { ActionIcon, Button } from '@mantine/core'
import { IconZoomIn, IconZoomOut } from '@tabler/icons-react'

import { LegendMark } from './timeline-mark.tsx'

interface TimelineToolsProps {
  readonly onZoom: (factor: number) => void
  readonly onAll: () => void
}

/** Zoom of the chart, and what its shapes mean. */
export function TimelineTools({ onZoom, onAll }: TimelineToolsProps) {
  return (
    <div className="row">
      <ActionIcon variant="default" aria-label="Zoom in" onClick={() => onZoom(0.5)}>
        <IconZoomIn size={15} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label="Zoom out" onClick={() => onZoom(2)}>
        <IconZoomOut size={15} />
      </ActionIcon>
      <Button variant="default" size="compact-sm" onClick={onAll}>
        Show all
      </Button>
    </div>
  )
}

/** What the shapes of the chart mean. */
export function TimelineLegend() {
  return (
    <div className="row row-wrap soft small timeline-legend">
      <LegendMark type="full" look="proved" word="full" />
      <LegendMark type="differential" look="proved" word="differential" />
      <LegendMark type="incremental" look="proved" word="incremental" />
      <span className="push" />
      <LegendMark type="incremental" look="stored" word="hollow: not yet proved" />
      <LegendMark type="incremental" look="failed" word="a check failed" />
      <LegendMark type="incremental" look="broken" word="chain broken" />
      <span className="state">
        <svg width="18" height="8" aria-hidden="true">
          <rect y="1.500" width="18" height="5" className="unchanged" />
        </svg>
        known unchanged
      </span>
    </div>
  )
}

import { lazy } from 'react'

/** The saw, loaded with recharts when one is shown first. */
export const LazySawtoothChart = lazy(async () => ({
  default: (await import('./sawtooth-chart.tsx')).SawtoothChart,
}))

/** The bars, the same way. */
export const LazyRtoChart = lazy(async () => ({ default: (await import('./rto-chart.tsx')).RtoChart }))

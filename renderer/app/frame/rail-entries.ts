import {
  IconActivity,
  IconBell,
  IconDatabase,
  IconLayoutDashboard,
  IconLifebuoy,
  IconSettings,
  IconShieldCheck,
  IconTargetArrow,
  IconTimeline,
} from '@tabler/icons-react'

/** The views of the rail, in its order; the last one stands at its foot. `under` are the places that belong to it. */
export const railEntries = [
  { path: '/', word: 'Overview', icon: IconLayoutDashboard, under: [] },
  {
    path: '/inventory',
    word: 'Inventory',
    icon: IconDatabase,
    under: ['/inventory', '/database', '/backup'],
  },
  { path: '/timeline', word: 'Timeline', icon: IconTimeline, under: ['/timeline'] },
  { path: '/objectives', word: 'Objectives', icon: IconTargetArrow, under: ['/objectives'] },
  { path: '/activity', word: 'Activity', icon: IconActivity, under: ['/activity'] },
  { path: '/alerts', word: 'Alerts', icon: IconBell, under: ['/alerts'] },
  { path: '/compliance', word: 'Compliance', icon: IconShieldCheck, under: ['/compliance'] },
  { path: '/recovery', word: 'Recovery', icon: IconLifebuoy, under: ['/recovery'] },
  { path: '/settings', word: 'Settings', icon: IconSettings, under: ['/settings'] },
] as const

/** Whether a place in the window belongs to an entry of the rail. */
export function belongsTo(entry: (typeof railEntries)[number], address: string): boolean {
  const place = address.split('?')[0] ?? address
  return place === entry.path || entry.under.some((start) => place === start || place.startsWith(`${start}/`))
}

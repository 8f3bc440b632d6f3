import { createSpotlight } from '@mantine/spotlight'

/** The palette's own store, and what opens it from anywhere in the frame. */
export const [paletteStore, palette] = createSpotlight()

import { configure } from '@testing-library/react'

// A busy machine draws a screen late, and that is no failure.
configure({ asyncUtilTimeout: 15_000 })

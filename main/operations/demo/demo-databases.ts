import type { DemoDatabase } from './demo-database.ts'
import { economicData } from './economic-data.ts'
import { forecastCache } from './forecast-cache.ts'
import { marketData } from './market-data.ts'
import { propertyData } from './property-data.ts'

/** The databases of the demo, in the order they are shown. */
export const demoDatabases: readonly DemoDatabase[] = [marketData, propertyData, economicData, forecastCache]

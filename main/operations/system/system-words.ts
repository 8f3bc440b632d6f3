/** What a job of all databases together says instead of a database's name. */
export const systemName = 'the complete system'

/** Its jobs are of no database; they wait for each other. */
export const systemDatabaseId = ''

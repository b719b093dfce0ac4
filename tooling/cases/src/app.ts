/** Apps of which many commands can run in one process. */
export type HostedApp = 'audio' | 'image' | 'timeseries'

/** Apps of the repository, by their folders. */
export type App = HostedApp | 'quickstart'

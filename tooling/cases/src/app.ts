/** Apps of the repository, by their folders. */
export type App = 'audio' | 'image' | 'quickstart' | 'timeseries'

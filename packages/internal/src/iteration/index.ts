export { type Prefetched, prefetch } from './prefetch.ts'

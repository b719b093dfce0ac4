import { resolve } from 'node:path'
import { buildPage } from './build-page.ts'

await buildPage(resolve(process.argv[2] ?? 'dist'))

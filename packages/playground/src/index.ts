export { RomaeError } from '@romae/internal/errors'
export { contentSecurityPolicy, headers } from './policy.ts'
export { type ServedPage, type ServeOptions, servePage } from './serve-page.ts'

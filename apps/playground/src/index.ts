export { type BuiltScript, buildPage } from './build-page.ts'
export { contentSecurityPolicy } from './policy.ts'
export { type ServedPage, servePage } from './serve-page.ts'
export { weatherSample, wholeWeather } from './weather-sample.ts'

export { type BuiltScript, buildPage } from './build-page.ts'
export { weatherSample, wholeWeather } from './weather-sample.ts'

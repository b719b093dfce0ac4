export { compareWithDefinition, type Definition, type Difference } from './fbank/compare-definition.ts'
export { compareWithFixtures } from './fbank/compare-fixtures.ts'
export { spokenRecordings, syntheticRecordings } from './fbank/recordings.ts'
export { drawSettings } from './fbank/settings.ts'

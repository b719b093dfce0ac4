export { type Card, card, listedNames, literal, table } from './card.ts'

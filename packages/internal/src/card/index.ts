export { type Card, card, literal, table } from './card.ts'

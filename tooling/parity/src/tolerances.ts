/**
 * Recommended tolerances of the fixtures' README: 20 times the error that float32 makes against float64 in the
 * reference itself, or a floor.
 */
export const tolerances = {
  absolute: { grad: 5e-5, mid: 1e-5, 'out/grad_norm': 5e-6, 'out/logits': 1e-5, 'out/loss': 5e-6 },
  big: {
    grad_first8: 1e-5,
    'out/grad_norm': 2e-5,
    'out/grad_norm_per_parameter': 5e-5,
    'out/logits': 2e-5,
    'out/loss': 5e-6,
  },
  checkpoint: { logits: 1e-5, loss: 5e-6 },
  classify: { grad: 2e-5, mid: 1e-5, 'out/grad_norm': 5e-6, 'out/logits': 1e-5, 'out/loss': 5e-6 },
  encoder: { grad: 1e-5, grad_x: 1e-5, 'out/scalar': 2e-5, 'out/y': 1e-5 },
  // Absolute. A chirp leaves most bands nearly empty.
  fbank: { chirp: 2e-2, fbank: 2e-3 },
  lr: { lr: 5e-6 },
  pretrain: { grad: 1e-4, mid: 1e-5, 'out/grad_norm': 5e-6, 'out/logits': 5e-5, 'out/loss': 5e-6 },
  train: {
    after1: 1e-4,
    'after1 - state': 1e-3,
    final: 1e-4,
    grad: 5e-5,
    'out/grad_norm': 2e-4,
    'out/loss': 2e-5,
    'out/lr': 5e-6,
  },
} as const

/**
 * The least tolerance where matrix products are rounded to fewer bits than float32 has: about 20 times what rounding an
 * operand to 11 or 8 bits makes wrong. The fixtures' own are larger where they are.
 */
export const precisionTolerance: Readonly<Record<string, number>> = { float32: 0, tf32: 1e-2, bf16: 8e-2 }

/**
 * What is judged in float32 alone: of trainings all but the first gradient. AdamW's first updates have the size of the
 * learning rate and the sign of the gradient, that of a gradient near zero is rounding, and later losses follow from them.
 */
export const float32Only: Readonly<Record<string, readonly string[]>> = {
  train: ['out/loss', 'out/grad_norm', 'after1', 'after1 - state', 'final'],
}

;; The optimizer passes: each one walks flat float32 vectors once, four elements at a time.
;;
;; Pointers are byte offsets into the imported memory and $count is a number of elements, a multiple of 4: the caller
;; pads its vectors with zeros, which every pass maps to zeros. Scalars come in already combined (see update.ts), so
;; that nothing is computed twice. passes.ts has the same arithmetic in TypeScript, in the same order: results are
;; equal bit for bit.
(module
  (import "engine" "memory" (memory 0))

  ;; Σ g², accumulated in float64: a float32 sum loses digits over millions of elements and overflows at 1e19 squared.
  ;; $count is a multiple of 16. The four quarters are walked side by side: a core reads four places of memory at once
  ;; faster than one, and sums that do not wait for each other are added at the same time.
  (func (export "sumOfSquares") (param $g0 i32) (param $count i32) (result f64)
    (local $end i32) (local $g1 i32) (local $g2 i32) (local $g3 i32) (local $wide v128)
    (local $low0 v128) (local $low1 v128) (local $low2 v128) (local $low3 v128)
    (local $high0 v128) (local $high1 v128) (local $high2 v128) (local $high3 v128)
    (local.set $g1 (i32.add (local.get $g0) (local.get $count))) ;; a quarter of the elements, 4 bytes each
    (local.set $g2 (i32.add (local.get $g1) (local.get $count)))
    (local.set $g3 (i32.add (local.get $g2) (local.get $count)))
    (local.set $end (local.get $g1))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $g0) (local.get $end)))
        (local.set $wide (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $g0))))
        (local.set $low0 (f64x2.add (local.get $low0) (f64x2.mul (local.get $wide) (local.get $wide))))
        (local.set $wide (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $g0))))
        (local.set $high0 (f64x2.add (local.get $high0) (f64x2.mul (local.get $wide) (local.get $wide))))
        (local.set $g0 (i32.add (local.get $g0) (i32.const 16)))
        (local.set $wide (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $g1))))
        (local.set $low1 (f64x2.add (local.get $low1) (f64x2.mul (local.get $wide) (local.get $wide))))
        (local.set $wide (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $g1))))
        (local.set $high1 (f64x2.add (local.get $high1) (f64x2.mul (local.get $wide) (local.get $wide))))
        (local.set $g1 (i32.add (local.get $g1) (i32.const 16)))
        (local.set $wide (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $g2))))
        (local.set $low2 (f64x2.add (local.get $low2) (f64x2.mul (local.get $wide) (local.get $wide))))
        (local.set $wide (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $g2))))
        (local.set $high2 (f64x2.add (local.get $high2) (f64x2.mul (local.get $wide) (local.get $wide))))
        (local.set $g2 (i32.add (local.get $g2) (i32.const 16)))
        (local.set $wide (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $g3))))
        (local.set $low3 (f64x2.add (local.get $low3) (f64x2.mul (local.get $wide) (local.get $wide))))
        (local.set $wide (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $g3))))
        (local.set $high3 (f64x2.add (local.get $high3) (f64x2.mul (local.get $wide) (local.get $wide))))
        (local.set $g3 (i32.add (local.get $g3) (i32.const 16)))
        (br $next)))
    (local.set $low0
      (f64x2.add (f64x2.add (f64x2.add (local.get $low0) (local.get $low1)) (local.get $low2)) (local.get $low3)))
    (local.set $high0
      (f64x2.add (f64x2.add (f64x2.add (local.get $high0) (local.get $high1)) (local.get $high2)) (local.get $high3)))
    (f64.add
      (f64.add (f64x2.extract_lane 0 (local.get $low0)) (f64x2.extract_lane 1 (local.get $low0)))
      (f64.add (f64x2.extract_lane 0 (local.get $high0)) (f64x2.extract_lane 1 (local.get $high0)))))

  ;; g ← gradient · scale;  m ← m + (g - m)(1-β₁);  v ← β₂v + ((1-β₂)g)g;
  ;; p ← p · decay - m · stepSize / (√v / rootCorrection + ε)
  ;;
  ;; The order of operations is that of torch.optim.AdamW: a trajectory can amplify the last bit of its first steps a
  ;; thousandfold, so that rounding alike keeps the two close.
  (func (export "adamw")
    (param $parameters i32) (param $gradient i32) (param $m i32) (param $v i32) (param $count i32)
    (param $scale f32) (param $decay f32) (param $stepSize f32)
    (param $oneMinusBeta1 f32) (param $beta2 f32) (param $oneMinusBeta2 f32)
    (param $rootCorrection f32) (param $epsilon f32)
    (local $end i32) (local $g v128) (local $mOld v128) (local $mNew v128) (local $vNew v128)
    (local $scales v128) (local $decays v128) (local $stepSizes v128) (local $oneMinusBeta1s v128)
    (local $beta2s v128) (local $oneMinusBeta2s v128) (local $rootCorrections v128) (local $epsilons v128)
    ;; Made before the loop: V8 does not move them out of it.
    (local.set $scales (f32x4.splat (local.get $scale)))
    (local.set $decays (f32x4.splat (local.get $decay)))
    (local.set $stepSizes (f32x4.splat (local.get $stepSize)))
    (local.set $oneMinusBeta1s (f32x4.splat (local.get $oneMinusBeta1)))
    (local.set $beta2s (f32x4.splat (local.get $beta2)))
    (local.set $oneMinusBeta2s (f32x4.splat (local.get $oneMinusBeta2)))
    (local.set $rootCorrections (f32x4.splat (local.get $rootCorrection)))
    (local.set $epsilons (f32x4.splat (local.get $epsilon)))
    (local.set $end (i32.add (local.get $parameters) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $parameters) (local.get $end)))
        (local.set $g (f32x4.mul (v128.load (local.get $gradient)) (local.get $scales)))
        (local.set $mOld (v128.load (local.get $m)))
        (local.set $mNew
          (f32x4.add
            (local.get $mOld)
            (f32x4.mul
              (f32x4.sub (local.get $g) (local.get $mOld))
              (local.get $oneMinusBeta1s))))
        (local.set $vNew
          (f32x4.add
            (f32x4.mul (v128.load (local.get $v)) (local.get $beta2s))
            (f32x4.mul (f32x4.mul (local.get $oneMinusBeta2s) (local.get $g)) (local.get $g))))
        (v128.store (local.get $m) (local.get $mNew))
        (v128.store (local.get $v) (local.get $vNew))
        (v128.store (local.get $parameters)
          (f32x4.sub
            (f32x4.mul (v128.load (local.get $parameters)) (local.get $decays))
            (f32x4.div
              (f32x4.mul (local.get $mNew) (local.get $stepSizes))
              (f32x4.add
                (f32x4.div (f32x4.sqrt (local.get $vNew)) (local.get $rootCorrections))
                (local.get $epsilons)))))
        (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
        (local.set $gradient (i32.add (local.get $gradient) (i32.const 16)))
        (local.set $m (i32.add (local.get $m) (i32.const 16)))
        (local.set $v (i32.add (local.get $v) (i32.const 16)))
        (br $next))))

  ;; p ← p - (gradient · scale + weightDecay · p) · learningRate
  (func (export "sgd")
    (param $parameters i32) (param $gradient i32) (param $count i32)
    (param $scale f32) (param $weightDecay f32) (param $learningRate f32)
    (local $end i32) (local $p v128)
    (local.set $end (i32.add (local.get $parameters) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $parameters) (local.get $end)))
        (local.set $p (v128.load (local.get $parameters)))
        (v128.store (local.get $parameters)
          (f32x4.sub
            (local.get $p)
            (f32x4.mul
              (f32x4.add
                (f32x4.mul (v128.load (local.get $gradient)) (f32x4.splat (local.get $scale)))
                (f32x4.mul (local.get $p) (f32x4.splat (local.get $weightDecay))))
              (f32x4.splat (local.get $learningRate)))))
        (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
        (local.set $gradient (i32.add (local.get $gradient) (i32.const 16)))
        (br $next))))

  ;; b ← momentum · b + gradient · scale + weightDecay · p;  p ← p - b · learningRate
  (func (export "sgdMomentum")
    (param $parameters i32) (param $gradient i32) (param $buffer i32) (param $count i32)
    (param $scale f32) (param $weightDecay f32) (param $momentum f32) (param $learningRate f32)
    (local $end i32) (local $p v128) (local $bNew v128)
    (local.set $end (i32.add (local.get $parameters) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $parameters) (local.get $end)))
        (local.set $p (v128.load (local.get $parameters)))
        (local.set $bNew
          (f32x4.add
            (f32x4.mul (v128.load (local.get $buffer)) (f32x4.splat (local.get $momentum)))
            (f32x4.add
              (f32x4.mul (v128.load (local.get $gradient)) (f32x4.splat (local.get $scale)))
              (f32x4.mul (local.get $p) (f32x4.splat (local.get $weightDecay))))))
        (v128.store (local.get $buffer) (local.get $bNew))
        (v128.store (local.get $parameters)
          (f32x4.sub (local.get $p) (f32x4.mul (local.get $bNew) (f32x4.splat (local.get $learningRate)))))
        (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
        (local.set $gradient (i32.add (local.get $gradient) (i32.const 16)))
        (local.set $buffer (i32.add (local.get $buffer) (i32.const 16)))
        (br $next))))

  ;; target ← target · keep + source · add
  (func (export "blend")
    (param $target i32) (param $source i32) (param $count i32) (param $keep f32) (param $add f32)
    (local $end i32)
    (local.set $end (i32.add (local.get $target) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $target) (local.get $end)))
        (v128.store (local.get $target)
          (f32x4.add
            (f32x4.mul (v128.load (local.get $target)) (f32x4.splat (local.get $keep)))
            (f32x4.mul (v128.load (local.get $source)) (f32x4.splat (local.get $add)))))
        (local.set $target (i32.add (local.get $target) (i32.const 16)))
        (local.set $source (i32.add (local.get $source) (i32.const 16)))
        (br $next))))
)

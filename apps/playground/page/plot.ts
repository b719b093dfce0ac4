import uPlot from 'uplot'

/** A colour of the style sheet, as it is now: light or dark. */
export const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

const font = '12px system-ui, sans-serif'

/** An axis in the colours of the page. */
export function axis(options: Partial<uPlot.Axis> = {}): uPlot.Axis {
  return {
    font,
    labelFont: font,
    stroke: () => colour('muted'),
    grid: { stroke: () => colour('grid'), width: 1 },
    ticks: { stroke: () => colour('grid'), width: 1, size: 4 },
    ...options,
  }
}

/** Draws into an element of the page; as wide as that is, also when it changes, and again when the colours do. */
export function plotIn(target: HTMLElement, options: Omit<uPlot.Options, 'width' | 'height'>, data: uPlot.AlignedData) {
  const size = () => ({ width: target.clientWidth, height: target.clientHeight })
  const plot = new uPlot({ ...options, ...size() }, data, target)
  const observer = new ResizeObserver(() => plot.setSize(size()))
  observer.observe(target)
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  const redraw = () => plot.redraw(false)
  scheme.addEventListener('change', redraw)
  return {
    plot,
    remove() {
      observer.disconnect()
      scheme.removeEventListener('change', redraw)
      plot.destroy()
    },
  }
}

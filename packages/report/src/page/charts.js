/* Draws the charts of a report with uPlot, which comes before this script. Plain JavaScript: it is put into the page
   as it is. Colours are read from the style sheet at every drawing, so that they follow the light or dark scheme. */
;(() => {
  const seriesColours = 8
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const seriesVariable = (index) => `--series-${(index % seriesColours) + 1}`
  const seriesColour = (index) => colour(seriesVariable(index))

  const plain = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 })
  const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 })
  const format = (value, numbers) => {
    const magnitude = Math.abs(value)
    const exponential = magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e6)
    if (!exponential) return numbers.format(value)
    const [mantissa, exponent] = value.toExponential(3).split('e')
    return `${Number(mantissa)}e${Number(exponent)}`
  }

  /** As the table below a chart has it. */
  function writeTime(seconds) {
    const text = new Date(Math.round(seconds * 1000)).toISOString().replace(/(:00)?\.000Z$/, '')
    return text
      .replace(/T00:00$/, '')
      .replace('T', ' ')
      .replace('Z', '')
  }

  /** The nearest point to `index` at which the series has a value. */
  function nearest(values, index) {
    for (let distance = 0; distance < values.length; distance++) {
      if (values[index - distance] != null) return index - distance
      if (values[index + distance] != null) return index + distance
    }
    return index
  }

  /** Room for the widest label of a vertical axis. */
  function axisSize(plot, labels, axisIndex, cycle) {
    const axis = plot.axes[axisIndex]
    if (cycle > 1) return axis._size
    const widest = (labels ?? []).reduce(
      (longest, label) => (label && label.length > longest.length ? label : longest),
      '',
    )
    plot.ctx.font = axis.font[0]
    return 4 + Math.ceil(axis.ticks.size + axis.gap + plot.ctx.measureText(widest).width / devicePixelRatio)
  }

  /** A label that is longer than its axis is cut in the middle: the heading and the data below the chart have all of it. */
  function fitted(label, pixels) {
    const most = Math.max(8, Math.floor(pixels / 7))
    const characters = [...label]
    if (characters.length <= most) return label
    return `${characters.slice(0, Math.ceil(most / 2)).join('')}…${characters.slice(1 - Math.floor(most / 2)).join('')}`
  }

  function axis(label, extra) {
    return {
      label,
      font: '12px system-ui, sans-serif',
      labelFont: '12px system-ui, sans-serif',
      labelSize: 20,
      stroke: () => colour('--muted'),
      grid: { stroke: () => colour('--grid'), width: 1 },
      ticks: { stroke: () => colour('--grid'), width: 1, size: 5 },
      values: (_, splits) => splits.map((value) => (value === null ? '' : format(value, plain))),
      ...extra,
    }
  }

  /** By seconds between ticks: what each says, and below it what is new at the first tick, at a new year, at a new day and at a new minute. */
  const dateLabels = [
    [31_536_000, '{YYYY}', null, null, null],
    [2_419_200, '{MMM}', '\n{YYYY}', null, null],
    [86_400, '{D} {MMM}', '\n{YYYY}', null, null],
    [60, '{HH}:{mm}', '\n{D} {MMM} {YYYY}', '\n{D} {MMM}', null],
    [1, '{HH}:{mm}:{ss}', '\n{D} {MMM} {YYYY}', '\n{D} {MMM}', null],
    [0.001, '{ss}.{fff}', '\n{D} {MMM} {YYYY} {HH}:{mm}', '\n{D} {MMM} {HH}:{mm}', '\n{HH}:{mm}'],
  ].map(([step, label, year, day, minute]) => [step, label, year, null, day, null, minute, null, 1])

  function seriesOptions({ label, style, values }, index) {
    const linear = style !== 'points'
    const isEdge = style === 'edge'
    return {
      label,
      class: `style-${style}`,
      stroke: () => seriesColour(index),
      width: linear && !isEdge ? (values.length > 1000 ? 1.4 : 1.75) : 0,
      dash: style === 'dashed' || (linear && index >= seriesColours) ? [6, 4] : [],
      paths: linear ? uPlot.paths.linear() : () => null,
      points: {
        show: isEdge ? false : linear && style !== 'line-and-points' ? undefined : true,
        size: values.length > 60 ? 4 : 6,
        fill: () => seriesColour(index),
      },
      value: (_, value) => (value == null ? '' : format(value, short)),
    }
  }

  /** 1, 2 and 5 times the powers of ten: the ends and the labels of a log scale. */
  const isRound = (mantissa) => mantissa === 1 || mantissa === 2 || mantissa === 5

  /** All of 1 to 9 times the powers of ten from `from` to `to`, with their mantissas. */
  function logSteps(from, to) {
    const steps = []
    for (let exponent = Math.floor(Math.log10(from)) - 1; exponent <= Math.log10(to) + 1; exponent++) {
      for (let mantissa = 1; mantissa < 10; mantissa++)
        steps.push({ mantissa, value: Number(`${mantissa}e${exponent}`) })
    }
    return steps
  }

  function logRange(_, min, max) {
    if (min === null) return [0.1, 1]
    const ends = logSteps(min, max).filter(({ mantissa }) => isRound(mantissa))
    const from = ends.findLast(({ value }) => value <= min).value
    return [from, ends.find(({ value }) => value >= max && value > from).value]
  }

  function logAxis() {
    const decades = (from, to) => Math.log10(to / from)
    return {
      splits: (_, __, from, to) => {
        const inside = logSteps(from, to).filter(({ value }) => value >= from && value <= to)
        return inside.map(({ value }) => value)
      },
      filter: (_, splits) => splits,
      values: (_, splits) => {
        const onlyTens = decades(splits[0], splits.at(-1)) > 3
        return splits.map((value) => {
          const mantissa = Number(value.toExponential()[0])
          return mantissa === 1 || (!onlyTens && isRound(mantissa)) ? format(value, plain) : ''
        })
      },
    }
  }

  function yScale({ log, series }) {
    if (log) return { distr: 3, range: logRange }
    const hasValues = series.some(({ values }) => values.some((value) => value !== null))
    return hasValues ? {} : { range: [0, 1] }
  }

  /** Between ticks of an axis of whole numbers, such as steps, of which there is no half. */
  const wholeSteps = Array.from({ length: 10 }, (_, exponent) =>
    [1, 2, 5].map((digit) => digit * 10 ** exponent),
  ).flat()

  function xAxis({ time, xs }) {
    if (time) return { size: 42, space: 70, values: dateLabels }
    return { size: 28, space: 70, ...(xs.every(Number.isInteger) ? { incrs: wholeSteps } : {}) }
  }

  function draw(element, data) {
    const columns = data.series.map(({ indices, values }) => {
      const column = new Array(data.xs.length)
      for (const [point, index] of indices.entries()) column[index] = values[point]
      return column
    })
    const options = {
      width: element.clientWidth,
      height: data.height,
      scales: { x: { time: data.time }, y: yScale(data) },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      axes: [
        axis(data.xLabel, xAxis(data)),
        axis(fitted(data.yLabel, data.height - 60), { size: axisSize, space: 28, ...(data.log ? logAxis() : {}) }),
      ],
      series: [
        {
          label: data.xLabel,
          value: (_, value) => (value == null ? '' : data.time ? writeTime(value) : format(value, plain)),
        },
        ...data.series.map(seriesOptions),
      ],
      cursor: {
        drag: { x: true, y: false },
        dataIdx: (plot, series, index) => (series === 0 ? index : nearest(plot.data[series], index)),
        points: { size: 7 },
      },
      bands: data.series.flatMap(({ downTo }, index) =>
        // Of its series' colour, so light that what is drawn over it is seen.
        downTo === undefined ? [] : [{ series: [index + 1, downTo + 1], fill: () => `${seriesColour(index)}30` }],
      ),
      legend: { markers: { width: 0, fill: (_, index) => `var(${seriesVariable(index - 1)})` } },
    }
    return new uPlot(options, [data.xs, ...columns], element)
  }

  const redraws = []
  for (const figure of document.querySelectorAll('figure.chart')) {
    const element = figure.querySelector('.plot')
    const data = JSON.parse(figure.querySelector('script').textContent)
    element.style.minHeight = `${data.height}px`
    const plot = draw(element, data)
    new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: data.height })).observe(element)
    redraws.push(() => plot.redraw(false, true))
  }
  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(query).addEventListener('change', () => {
      for (const redraw of redraws) redraw()
    })
  }
})()

import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'
import type * as ECharts from 'echarts'
import { reportFonts } from './fonts.ts'
import { type Chart, chartsOf, type Doc, type Drawings, type Drawn, printable } from './model.ts'

const require = createRequire(import.meta.url)
/** Loaded with the first chart, and as one bundled file: as modules it is a thousand, which take longer than drawing. */
const echarts = () => require('echarts') as typeof ECharts

const width = 720
const height = 320
/** Printed on paper at about 200 dots an inch. */
const scale = 2.4
/** Distinct in grey too, for offices print without colour. */
const colours = ['#b3261e', '#8c8c8c', '#1f5fa8', '#d9a441', '#4f8a5b', '#7a5aa6', '#c0c0c0']
const family = 'Noto Sans CJK SC'

/** Every chart of a document, drawn once. */
export function drawCharts(doc: Doc): Drawings {
  return new Map(chartsOf(doc).map((chart) => [chart.id, drawChart(chart)]))
}

/** One chart as SVG, and as PNG with the system's own font only: what a font-less machine cannot draw is refused. */
function drawChart(chart: Chart): Drawn {
  const svg = chartSvg(chart)
  const { sans } = reportFonts()
  const png = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: scale },
    font: { fontFiles: [sans.file], loadSystemFonts: false, defaultFontFamily: family },
  })
    .render()
    .asPng()
  return { svg, png, width, height }
}

export function chartSvg(chart: Chart): string {
  const drawing = echarts().init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    drawing.setOption({
      animation: false,
      color: colours,
      textStyle: { fontFamily: family },
      ...(chart.kind === 'share' ? shareOption(chart) : axesOption(chart)),
    })
    return drawing.renderToSVGString()
  } finally {
    drawing.dispose()
  }
}

const label = { color: '#222', fontSize: 13, fontFamily: family }

function axesOption({ kind, names, series, unit }: Chart) {
  const many = names.length > 16
  return {
    legend: series.length > 1 ? { bottom: 0, textStyle: label, itemWidth: 16 } : { show: false },
    grid: { left: 48, right: 16, top: 34, bottom: series.length > 1 ? 62 : 34 },
    xAxis: {
      type: 'category',
      data: names.map(printable),
      axisLabel: {
        ...label,
        fontSize: many ? 10 : 13,
        interval: many ? 'auto' : 0,
        overflow: 'truncate',
        width: 96,
      },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      name: unit,
      nameTextStyle: { ...label, align: 'left' },
      minInterval: kind === 'trend' ? 1 : 0,
      axisLabel: label,
      splitLine: { lineStyle: { color: '#dddddd' } },
    },
    series: series.map(({ name, values, line }) =>
      line
        ? {
            type: 'line',
            name,
            data: values,
            symbolSize: 6,
            lineStyle: { width: 2.5 },
            connectNulls: false,
          }
        : {
            type: 'bar',
            name,
            data: values,
            barMaxWidth: 46,
            ...(series.length === 1 ? { label: { show: true, position: 'top', ...label } } : {}),
          },
    ),
  }
}

function shareOption({ names, series, unit }: Chart) {
  const values = series[0]?.values ?? []
  return {
    legend: { show: false },
    series: [
      {
        type: 'pie',
        radius: ['38%', '68%'],
        data: names.map((name, i) => ({ name: printable(name), value: values[i] ?? 0 })),
        itemStyle: { borderColor: '#ffffff', borderWidth: 2 },
        label: { ...label, formatter: `{b}\n{c}${unit} ({d}%)`, lineHeight: 17 },
        labelLayout: { hideOverlap: false },
      },
    ],
  }
}

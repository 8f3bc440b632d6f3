/** The styles of an element as they are shown, resolved from its classes and theme. */
interface Shown {
  readonly fill: string
  readonly stroke: string
  readonly opacity: number
  readonly widthPx: number
  readonly dashes: readonly number[]
}

function shownOf(style: CSSStyleDeclaration): Shown {
  const dash = style.strokeDasharray
  return {
    fill: style.fill,
    stroke: style.stroke,
    opacity: Number(style.opacity),
    widthPx: Number.parseFloat(style.strokeWidth) || 1,
    dashes: dash === 'none' || dash === '' ? [] : dash.split(/[ ,]+/).map((part) => Number.parseFloat(part)),
  }
}

function numberOf(element: Element, name: string): number {
  return Number.parseFloat(element.getAttribute(name) ?? '0') || 0
}

/** The outline of a shape; null: it is none of those that are known. */
function outlineOf(element: Element): Path2D | null {
  const of = (name: string): number => numberOf(element, name)
  switch (element.tagName) {
    case 'path':
      return new Path2D(element.getAttribute('d') ?? '')
    case 'rect': {
      const path = new Path2D()
      path.rect(of('x'), of('y'), of('width'), of('height'))
      return path
    }
    case 'line': {
      const path = new Path2D()
      path.moveTo(of('x1'), of('y1'))
      path.lineTo(of('x2'), of('y2'))
      return path
    }
    case 'circle': {
      const path = new Path2D()
      path.arc(of('cx'), of('cy'), of('r'), 0, 2 * Math.PI)
      return path
    }
    default:
      return null
  }
}

function drawShape(canvas: CanvasRenderingContext2D, outline: Path2D, shown: Shown): void {
  if (shown.fill !== 'none') {
    canvas.fillStyle = shown.fill
    canvas.fill(outline)
  }
  if (shown.stroke === 'none') return
  canvas.strokeStyle = shown.stroke
  canvas.lineWidth = shown.widthPx
  canvas.setLineDash([...shown.dashes])
  canvas.stroke(outline)
}

const alignments: Readonly<Record<string, CanvasTextAlign>> = {
  start: 'left',
  middle: 'center',
  end: 'right',
}

/** Each piece of a text stands where the document has it: no line is laid out twice. */
function drawText(canvas: CanvasRenderingContext2D, text: SVGTextContentElement): void {
  const pieces = text.querySelectorAll('tspan')
  for (const piece of pieces.length === 0 ? [text] : pieces) {
    const words = piece.textContent ?? ''
    if (words === '' || piece.getNumberOfChars() === 0) continue
    const style = getComputedStyle(piece)
    canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    canvas.fillStyle = style.fill
    canvas.textBaseline = 'alphabetic'
    // The place of its first sign is where it begins, however it is anchored.
    canvas.textAlign = alignments['start']!
    const { x, y } = piece.getStartPositionOfChar(0)
    canvas.fillText(words, x, y)
  }
}

function isHidden(style: CSSStyleDeclaration): boolean {
  return style.display === 'none' || style.visibility === 'hidden'
}

function drawElement(canvas: CanvasRenderingContext2D, element: SVGGraphicsElement, opacity: number): void {
  const style = getComputedStyle(element)
  if (isHidden(style) || element.tagName === 'defs' || element.tagName === 'title') return
  const shown = shownOf(style)
  const whole = opacity * shown.opacity
  canvas.save()
  canvas.globalAlpha = whole
  const matrix = element.transform?.baseVal.consolidate()?.matrix
  if (matrix != null) canvas.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
  if (element.tagName === 'text') drawText(canvas, element as unknown as SVGTextContentElement)
  else {
    const outline = outlineOf(element)
    if (outline === null) {
      for (const child of element.children) drawElement(canvas, child as SVGGraphicsElement, whole)
    } else drawShape(canvas, outline, shown)
  }
  canvas.restore()
}

/** Puts what an SVG shows on a canvas, in the colours and fonts that the document shows it in. Rectangles, lines, paths, circles, text. */
export function drawSvg(canvas: CanvasRenderingContext2D, svg: SVGSVGElement): void {
  for (const child of svg.children) drawElement(canvas, child as SVGGraphicsElement, 1)
}

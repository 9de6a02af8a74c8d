import { existsSync } from 'node:fs'
import { AppError } from '#shared/errors.ts'

/** A face inside a font collection: the file and the PostScript name it goes by. */
export interface Face {
  readonly file: string
  readonly name: string
}

export interface ReportFonts {
  readonly serif: Face
  readonly serifBold: Face
  readonly sans: Face
}

/** Where Debian (fonts-noto-cjk), Alpine and Fedora put the collections. */
const folders = [
  '/usr/share/fonts/opentype/noto',
  '/usr/share/fonts/noto',
  '/usr/share/fonts/google-noto-serif-cjk-fonts',
  '/usr/share/fonts/google-noto-sans-cjk-fonts',
  '/usr/local/share/fonts',
]

/** The faces of the PDF and of pictures. Throws `unavailable` with what to install where there are none. */
export function reportFonts(exists: (path: string) => boolean = existsSync): ReportFonts {
  const face = (file: string, name: string): Face => {
    const folder = folders.find((dir) => exists(`${dir}/${file}`))
    if (folder) return { file: `${folder}/${file}`, name }
    throw new AppError(
      'unavailable',
      `找不到中文字体 ${file},PDF 与图表无法生成;Debian 请运行 apt-get install fonts-noto-cjk 后重试(网页、docx、xlsx 文字不受影响)。`,
    )
  }
  return {
    serif: face('NotoSerifCJK-Regular.ttc', 'NotoSerifCJKsc-Regular'),
    serifBold: face('NotoSerifCJK-Bold.ttc', 'NotoSerifCJKsc-Bold'),
    sans: face('NotoSansCJK-Regular.ttc', 'NotoSansCJKsc-Regular'),
  }
}

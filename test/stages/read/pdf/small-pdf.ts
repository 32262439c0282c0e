/** A page: lines from the top down. */
export type PdfPage = readonly (string | PdfLine)[];

export interface PdfLine {
  readonly text: string;
  /** Points. @default 12 */
  readonly size?: number;
  /** How far below the line before, in points. @default 14 */
  readonly below?: number;
  /** Written with a font that is not in the file, whose characters have two bytes, as Chinese. */
  readonly isChinese?: boolean;
}

/** The bytes of a PDF file with these pages; `encrypted`: nobody knows its password. */
export function smallPdf(
  pages: readonly PdfPage[],
  { encrypted = false }: { readonly encrypted?: boolean } = {},
): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) ' +
      '/Supplement 0 >> /FontDescriptor 6 0 R >>',
    '<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 ' +
      '/Descent -200 /CapHeight 700 /StemV 80 >>',
  ];
  const add = (object: string) => objects.push(object);
  const kids = pages.map((page) => {
    const content = contentOf(page);
    const stream = add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const isChinese = page.some((line) => typeof line !== 'string' && line.isChinese === true);
    const fonts = `/F1 3 0 R${isChinese ? ' /F2 4 0 R' : ''}`;
    return add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << ${fonts} >> >> ` +
        `/Contents ${stream} 0 R >>`,
    );
  });
  objects[1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`;
  const secret = '2a'.repeat(32);
  const encryption = encrypted
    ? ` /Encrypt ${add(`<< /Filter /Standard /V 1 /R 2 /O <${secret}> /U <${secret}> /P -4 >>`)} 0 R ` +
      `/ID [<${secret}> <${secret}>]`
    : '';
  return fileOf(objects, encryption);
}

function fileOf(objects: readonly string[], encryption: string): Buffer {
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R${encryption} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table + trailer, 'latin1');
}

function contentOf(page: PdfPage): string {
  const lines = page.map((line) => {
    const {
      text,
      size = 12,
      below = 14,
      isChinese = false,
    } = typeof line === 'string' ? { text: line } : line;
    const shown = isChinese
      ? `<${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`
      : `(${text.replace(/[\\()]/g, String.raw`\$&`)})`;
    return `/${isChinese ? 'F2' : 'F1'} ${size} Tf 0 ${-below} Td ${shown} Tj`;
  });
  return `BT 72 740 Td\n${lines.join('\n')}\nET`;
}

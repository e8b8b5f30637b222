import QRCode from 'qrcode';

/** A QR code as an image address, so that no markup is put into the page. */
export async function qrAddress(text: string): Promise<string> {
	const svg = await QRCode.toString(text, { type: 'svg', margin: 1 });
	return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

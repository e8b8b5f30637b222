type Slip = { qr: string; lines: readonly { text: string; isBig?: boolean }[] };

/** Draws the receipt on a canvas, as a PNG address; nothing leaves the browser. */
export async function drawPicture({ qr, lines }: Slip): Promise<string> {
	const canvas = document.createElement('canvas');
	const pen = canvas.getContext('2d');
	if (!pen) return '';
	const lineHeight = 78;
	canvas.width = 720;
	canvas.height = lines.length * lineHeight + 540;
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.fillStyle = '#000';
	lines.forEach(({ text, isBig }, index) => {
		pen.font = isBig ? 'bold 54px monospace' : '32px sans-serif';
		pen.fillText(text, 48, 84 + index * lineHeight, canvas.width - 96);
	});
	const image = new Image();
	image.src = qr;
	await image.decode();
	pen.drawImage(image, 160, lines.length * lineHeight + 70, 400, 400);
	return canvas.toDataURL('image/png');
}

/** Draws the receipt on a canvas and hands it over as a PNG; nothing leaves the browser. */
export async function savePicture({ name, qr, lines }: { name: string; qr: string; lines: readonly string[] }): Promise<void> {
	const canvas = document.createElement('canvas');
	const pen = canvas.getContext('2d');
	if (!pen) return;
	canvas.width = 720;
	canvas.height = 1080;
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.fillStyle = '#000';
	lines.forEach((line, index) => {
		const isBig = index === 2 || index === 5;
		pen.font = `${isBig ? 'bold 52px monospace' : '34px sans-serif'}`;
		pen.fillText(line, 48, 90 + index * 82, canvas.width - 96);
	});
	const image = new Image();
	image.src = qr;
	await image.decode();
	pen.drawImage(image, 160, 600, 400, 400);
	const link = document.createElement('a');
	link.download = `${name}.png`;
	link.href = canvas.toDataURL('image/png');
	link.click();
}

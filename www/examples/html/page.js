const seen = document.querySelector('#seen');

document.querySelector('xai-viewer').addEventListener('xai-predict', ({ prediction }) => {
  seen.textContent = `Seen: ${prediction.findings.map(({ label }) => label).join(', ')}`;
});

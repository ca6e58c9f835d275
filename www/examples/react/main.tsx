import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'xai-viewer/xai-viewer';
import type {} from 'xai-viewer/react';

const scene = new URL('../scene.webp', import.meta.url).href;

function App() {
  const [seen, setSeen] = useState<readonly string[]>([]);
  return (
    <>
      <h1>Why a detector sees what it sees</h1>
      <xai-viewer
        model="/detector.onnx"
        recipe="/detector.recipe.json"
        src={scene}
        selected={0}
        onxai-predict={({ prediction }) => setSeen(prediction.findings.map(({ label }) => label))}
      />
      <p role="status">{seen.length > 0 && `Seen: ${seen.join(', ')}`}</p>
    </>
  );
}

createRoot(document.querySelector('main') as HTMLElement).render(<App />);

import type { XaiError } from '../../core/errors.ts';
import type { Refusals } from './refusals.ts';

/** The file that an error names, in quotes, or what stands for it. */
const file = ({ file }: XaiError, otherwise: string) => (file ? `„${file}“` : otherwise);
const option = ({ option }: XaiError, otherwise: string) => (option ? `Die Angabe „${option}“` : otherwise);
const node = ({ node, operator }: XaiError) =>
  node
    ? ` Es liegt am Knoten „${node}“${operator ? ` (${operator})` : ''}.`
    : operator
      ? ` Es liegt an ${operator}.`
      : '';

/** Errors in German, by their code. */
export const refusalsDe: Required<Refusals> = {
  'model-unreadable': (e) =>
    `${file(e, 'Das Modell')} lässt sich nicht als ONNX-Modell lesen. Prüfe, ob die Datei ganz angekommen ist, oder exportiere sie neu.`,
  'model-external-data': (e) =>
    `Gewichte des Modells liegen in einer anderen Datei${e.file ? `, „${e.file}“` : ''}. Gib sie zusammen mit dem Modell.`,
  'model-unsupported': (e) =>
    `Das Modell enthält etwas, das die Laufzeit nicht kennt.${node(e)} Exportiere es mit einem üblicheren Opset.`,
  'model-dynamic-axis': (e) =>
    `Weder das Modell noch ein Rezept legt fest, wie groß die Eingabe ist.${node(e)} Schreibe die Größe ins Rezept.`,
  'model-fetch': (e) =>
    `${file(e, 'Das Modell')} ließ sich nicht holen. Prüfe Adresse und Netz, oder gib die Datei selbst.`,
  'model-integrity': (e) =>
    `${file(e, 'Das Modell')} ist nicht die Datei, die verlangt war: Größe oder Hash weicht ab. Hole sie noch einmal.`,
  'model-output': (e) =>
    `Die Ausgabe des Modells lässt sich nicht verwenden: sie ist nicht endlich oder hat eine andere Form.${node(e)} Prüfe Rezept und Vorverarbeitung.`,
  'recipe-missing': () =>
    'Nichts sagt, wie dieses Modell gefüttert und gelesen wird. Gib ein Rezept oder schreibe es auf der Seite.',
  'recipe-invalid': (e) =>
    `Das Rezept${e.file ? ` „${e.file}“` : ''} ist fehlerhaft oder passt nicht zum Modell. Berichtige, was unten genannt ist.`,
  'labels-invalid': (e) =>
    `${file(e, 'Die Liste der Etiketten')} hat nicht genau ein Etikett je Klasse. Gib die Liste, mit der das Modell trainiert wurde.`,
  'picture-unreadable': (e) =>
    `${file(e, 'Das Bild')} lässt sich nicht als Bild lesen. Speichere es als PNG, JPEG oder WebP.`,
  'picture-too-large': (e) => `${file(e, 'Das Bild')} ist zu groß. Verkleinere es und versuche es noch einmal.`,
  'picture-fetch': (e) =>
    `${file(e, 'Das Bild')} ließ sich nicht holen. Prüfe die Adresse, und ob der Server anderen Seiten den Abruf erlaubt.`,
  'recording-unreadable': (e) =>
    `${file(e, 'Die Aufzeichnung')} lässt sich so nicht lesen oder passt nicht zum Modell; woran es liegt, steht darunter.`,
  'recording-too-large': (e) => `${file(e, 'Die Aufzeichnung')} ist zu lang. Teile sie und gib die Teile einzeln.`,
  'session-invalid': (e) =>
    `${file(e, 'Die Sitzungsdatei')} entspricht nicht dem Schema oder nennt etwas, das fehlt. Berichtige, was unten genannt ist.`,
  'explanation-invalid': (e) =>
    `${file(e, 'Die gespeicherte Erklärung')} ist keine Erklärung oder kam nicht an. Speichere sie noch einmal.`,
  'no-detections': () =>
    'Das Modell hat hier nichts gefunden, das sich erklären ließe. Senke die Schwelle, oder zeichne einen Rahmen.',
  'target-missing': () =>
    'Wonach gefragt wird, gibt es in dieser Antwort nicht. Wähle etwas, das das Modell gefunden hat.',
  'option-invalid': (e) => `${option(e, 'Eine Angabe')} hat keinen zulässigen Wert. Unten steht, was erlaubt ist.`,
  'method-unsupported': (e) =>
    `Dieses Verfahren geht mit diesem Modell nicht.${node(e)} Wähle ein anderes; die Auswahl nennt, was geht.`,
  'batch-fixed': (e) =>
    `Das Modell nimmt nur eine feste Zahl von Bildern auf einmal.${node(e)} Exportiere es mit freier Stapelachse, oder nimm ein Verfahren ohne Stapel.`,
  'backend-unavailable': () =>
    'Was rechnen soll (Grafikkarte oder Prozessor), gibt es hier nicht. Wähle das andere, oder überlass es der Seite.',
  'device-lost': () => 'Der Grafikprozessor ist ausgefallen. Versuche es noch einmal, oder rechne auf dem Prozessor.',
  'out-of-memory': () =>
    'Der Speicher reicht nicht. Schließe andere Programme, oder nimm ein kleineres Modell oder weniger auf einmal.',
  'engine-failed': () => 'Das Rechenwerk ist abgestürzt und kam nicht wieder. Lade die Seite neu.',
  'input-missing': (e) =>
    `${file(e, 'Eine Datei oder ein Ordner')} ist nicht da. Prüfe den Namen, oder gib sie noch einmal.`,
  'data-unreadable': (e) =>
    `${file(e, 'Der Datensatz')} lässt sich nicht lesen. Unten steht, was daran stört; die Hilfe nennt die Formate.`,
  'output-unwritable': (e) =>
    `${file(e, 'Das Ergebnis')} lässt sich nicht schreiben. Prüfe, ob Platz und Erlaubnis da sind.`,
};

import type { Sayings } from './speaker.ts';

/** What the library says of methods, layers, models and maps, in German. */
export const sayingsDe: Sayings = {
  // What methods cost.
  'one pass': 'ein Durchlauf',
  'one pass, for all classes together': 'ein Durchlauf, für alle Klassen zusammen',
  'one pass up to the layer': 'ein Durchlauf bis zur Schicht',
  'one pass up to the last feature map, for all classes together':
    'ein Durchlauf bis zur letzten Merkmalskarte, für alle Klassen zusammen',
  'one forward and backward pass a target': 'ein Durchlauf hin und zurück je Ziel',
  'one forward and backward pass a target; the backward pass only from the score to the layer':
    'ein Durchlauf hin und zurück je Ziel; zurück nur vom Wert bis zur Schicht',
  'some fifty forward and backward passes a target, more where its gradient is uneven':
    'etwa fünfzig Durchläufe hin und zurück je Ziel, mehr, wo sein Gradient uneben ist',
  'one forward and backward pass a noisy copy and target, 25 copies by default':
    'ein Durchlauf hin und zurück je verrauschter Kopie und Ziel, 25 Kopien, wenn nichts anderes gesagt ist',
  'one pass for the logits, then one forward and backward pass a target':
    'ein Durchlauf für die Logits, dann einer hin und zurück je Ziel',
  'one pass of the model per mask, for all classes together':
    'ein Durchlauf des Modells je Maske, für alle Klassen zusammen',
  'one pass of the model per mask, for all boxes together':
    'ein Durchlauf des Modells je Maske, für alle Rahmen zusammen',
  'one pass of the model per patch, for all targets together':
    'ein Durchlauf des Modells je Fleck, für alle Ziele zusammen',
  'one pass of the model per channel of the layer': 'ein Durchlauf des Modells je Kanal der Schicht',
  'one pass of the model per channel of the layer, for all classes together':
    'ein Durchlauf des Modells je Kanal der Schicht, für alle Klassen zusammen',
  'one pass of the model per window and target, two for classes':
    'ein Durchlauf des Modells je Fenster und Ziel, zwei für Klassen',
  'one pass of the part behind the layer per channel of the layer, for all targets together':
    'ein Durchlauf des Teils hinter der Schicht je Kanal der Schicht, für alle Ziele zusammen',
  'one pass of the part behind the layer per place of the layer, for all classes together':
    'ein Durchlauf des Teils hinter der Schicht je Stelle der Schicht, für alle Klassen zusammen',
  'one pass of the last block per patch, for all classes together':
    'ein Durchlauf des letzten Blocks je Fleck, für alle Klassen zusammen',

  // Why a method is not offered.
  'It explains {tasks}; this model is for {task}.': 'Es erklärt {tasks}; dieses Modell ist für {task}.',
  'It needs a head of a mean over all places and one linear layer, and this model has another.':
    'Es braucht einen Kopf aus einem Mittel über alle Stellen und einer linearen Schicht, und dieses Modell hat einen anderen.',
  'It needs attention of all patches to all patches from block to block, and this model has none.':
    'Es braucht Aufmerksamkeit aller Bildstücke füreinander von Block zu Block, und dieses Modell hat keine.',
  'It needs attention over patch tokens that are not grouped into windows, and this model has none.':
    'Es braucht Aufmerksamkeit über Bildstücke, die nicht in Fenster gefasst sind, und dieses Modell hat keine.',
  'It is for transformers; no layer of this model is a sequence of tokens.':
    'Es ist für Transformer; keine Schicht dieses Modells ist eine Folge von Token.',
  'It needs a layer with places of the picture, and this model has none.':
    'Es braucht eine Schicht mit Stellen des Bildes, und dieses Modell hat keine.',
  '{first!}, {second!}, {third!}, {fourth!}, {fifth!} and {last!}':
    '{first}, {second}, {third}, {fourth}, {fifth} und {last}',
  '{first!}, {second!}, {third!}, {fourth!} and {last!}': '{first}, {second}, {third}, {fourth} und {last}',
  '{first!}, {second!}, {third!} and {last!}': '{first}, {second}, {third} und {last}',
  '{first!}, {second!} and {last!}': '{first}, {second} und {last}',
  '{first!} and {last!}': '{first} und {last}',
  classification: 'Klassifikation',
  tagging: 'Verschlagwortung',
  detection: 'Objekterkennung',
  'instance-segmentation': 'Instanzsegmentierung',
  'semantic-segmentation': 'semantische Segmentierung',
  embedding: 'Einbettung',
  attributes: 'Attribute',
  series: 'Aufzeichnungen',

  // Why a layer is offered.
  'named by the recipe: {reason}': 'vom Rezept genannt: {reason}',
  'between picture and answer': 'zwischen Bild und Antwort',
  'one map for each class before {node} weighs all places': 'eine Karte je Klasse, bevor {node} alle Stellen wichtet',
  'one map for each class before {node} sums up all places':
    'eine Karte je Klasse, bevor {node} alle Stellen zusammenfasst',
  'the last map before {node} weighs all places': 'die letzte Karte, bevor {node} alle Stellen wichtet',
  'the last map before {node} sums up all places': 'die letzte Karte, bevor {node} alle Stellen zusammenfasst',
  'the same after {node}': 'dieselbe nach {node}',
  'what the last attention reads ({node}); after it only {head} counts':
    'was die letzte Aufmerksamkeit liest ({node}); danach zählt nur {head}',
  'what {node} makes the class maps of': 'woraus {node} die Karten der Klassen macht',
  'what {node} of the head reads': 'was {node} des Kopfes liest',
  'the answers of {node} at every place': 'die Antworten von {node} an jeder Stelle',
  'feeds the head at {grid} places': 'speist den Kopf an {grid} Stellen',
  'the last features at {grid} places before the head': 'die letzten Merkmale an {grid} Stellen vor dem Kopf',
  'the last map at {grid} places': 'die letzte Karte an {grid} Stellen',
  'further back: {node}': 'weiter hinten: {node}',
  'the output "{name}"': 'die Ausgabe „{name}“',

  // How a model was recognised.
  'The recipe was given.': 'Das Rezept wurde gegeben.',
  '{file} lies beside the model.': '{file} liegt neben dem Modell.',
  'The file\'s own metadata (Ultralytics) names the task "{task}" and {count} classes.':
    'Die Angaben in der Datei (Ultralytics) nennen die Aufgabe „{task}“ und {count} Klassen.',
  'The output {shape} has a row of corners, score and class for each detection.':
    'Die Ausgabe {shape} hat je Fund eine Zeile mit Ecken, Wert und Klasse.',
  'The output {shape} has 4 numbers of a box and a score per class.':
    'Die Ausgabe {shape} hat 4 Zahlen eines Rahmens und einen Wert je Klasse.',
  'The output {shape} has 4 numbers of a box, objectness and a score per class.':
    'Die Ausgabe {shape} hat 4 Zahlen eines Rahmens, die Objekthaftigkeit und einen Wert je Klasse.',
  'config.json names the architecture {name}.': 'config.json nennt die Architektur {name}.',
  'preprocessor_config.json says how pictures are resized and normalised.':
    'preprocessor_config.json sagt, wie Bilder in der Größe angepasst und normiert werden.',
  'There is no preprocessor_config.json: pixels are assumed to be scaled to 0..1 and the picture to be stretched.':
    'Es gibt keine preprocessor_config.json: angenommen wird, dass Pixel auf 0..1 gebracht werden und das Bild gestreckt wird.',
  'Guessed semantic segmentation because the output {shape} has {count} scores for each place.':
    'Wohl semantische Segmentierung, weil die Ausgabe {shape} für jede Stelle {count} Werte hat.',
  'Guessed a classifier because the one output {shape} is a score for each of {count} classes; their names are not in the file.':
    'Wohl ein Klassifikator, weil die eine Ausgabe {shape} einen Wert für jede von {count} Klassen hat; ihre Namen stehen nicht in der Datei.',
  'Guessed that the scores are probabilities because the graph has one Softmax.':
    'Die Werte sind wohl Wahrscheinlichkeiten, weil der Graph genau ein Softmax hat.',
  'Guessed that the scores are logits because the graph does not have exactly one Softmax.':
    'Die Werte sind wohl Logits, weil der Graph nicht genau ein Softmax hat.',
  'The input takes bytes, so pixels are fed as they are, in RGB.':
    'Die Eingabe nimmt Bytes, also gehen Pixel hinein, wie sie sind, in RGB.',
  'Guessed RGB scaled to -1..1 because the file comes from TensorFlow, whose mobile models want that: check it.':
    'Wohl RGB auf -1..1, weil die Datei aus TensorFlow kommt, dessen Modelle für Telefone das wollen: prüfe es.',
  'Guessed BGR pixels minus 128 because the file comes from Caffe2, whose examples do that: check it.':
    'Wohl BGR-Pixel minus 128, weil die Datei aus Caffe2 kommt, dessen Beispiele das tun: prüfe es.',
  'Assumed grey levels scaled to 0..1: check it.': 'Angenommen sind Graustufen auf 0..1: prüfe es.',
  "Assumed RGB with ImageNet's mean and standard deviation, as torchvision does: check it.":
    'Angenommen ist RGB mit Mittelwert und Standardabweichung von ImageNet, wie bei torchvision: prüfe es.',
  'Assumed the centre crop that is usual with ImageNet.':
    'Angenommen ist der Ausschnitt aus der Mitte, der bei ImageNet üblich ist.',
  'Assumed that the picture is stretched to the input.':
    'Angenommen ist, dass das Bild auf die Eingabe gestreckt wird.',
  'Guessed a detector with NMS or TopK in the graph because its outputs are called "{boxes}", "{scores}" and "{labels}".':
    'Wohl ein Detektor mit NMS oder TopK im Graphen, weil seine Ausgaben „{boxes}“, „{scores}“ und „{labels}“ heißen.',
  'Guessed stretching and RGB scaled to 0..1 because the second input "{name}" is that of the RT-DETR family.':
    'Wohl gestreckt und RGB auf 0..1, weil die zweite Eingabe „{name}“ die der RT-DETR-Familie ist.',
  'Assumed a centred letterbox and RGB scaled to 0..1: nothing in the file tells, so check them.':
    'Angenommen sind Ränder rundum und RGB auf 0..1: nichts in der Datei sagt es, also prüfe es.',
  'The file does not tell the number of classes: up to {count} are read, without names.':
    'Die Datei sagt nicht, wie viele Klassen es gibt: bis zu {count} werden gelesen, ohne Namen.',
  'Guessed finished detections because the one output {shape} has room for two corners, a score and a class in each row.':
    'Wohl fertige Funde, weil die eine Ausgabe {shape} in jeder Zeile Platz für zwei Ecken, einen Wert und eine Klasse hat.',
  'Assumed a centred letterbox and RGB scaled to 0..1, as YOLOv10 and its successors have.':
    'Angenommen sind Ränder rundum und RGB auf 0..1, wie bei YOLOv10 und seinen Nachfolgern.',
  'Guessed an SSD because the output "{name}" {shape} looks like anchors for {boxes} and {scores}.':
    'Wohl ein SSD, weil die Ausgabe „{name}“ {shape} nach Ankern für {boxes} und {scores} aussieht.',
  'Assumed corner offsets in anchor sizes, a background class first, and RGB scaled to -1..1: check them.':
    'Angenommen sind Ecken im Maß der Anker, zuerst eine Klasse für den Hintergrund, und RGB auf -1..1: prüfe es.',
  'Guessed UltraFace because {count} proposals with two scores are what it has at {size}.':
    'Wohl UltraFace, weil es bei {size} gerade {count} Vorschläge mit zwei Werten hat.',
  'Assumed its normalisation (pixel - 127) / 128 in RGB.':
    'Angenommen ist seine Normierung (Pixel - 127) / 128 in RGB.',
  'Guessed YOLOv8 or YOLO11 because the output {shape} has a column for each of the {count} cells at {size} with strides {strides}.':
    'Wohl YOLOv8 oder YOLO11, weil die Ausgabe {shape} bei {size} für jede der {count} Zellen mit Schritten {strides} eine Spalte hat.',
  'Assumed a centred letterbox and RGB scaled to 0..1, as its exporter does.':
    'Angenommen sind Ränder rundum und RGB auf 0..1, wie bei seinem Export.',
  'Guessed YOLOX because the output {shape} has a row for each of the {count} cells at {size} with strides {strides}.':
    'Wohl YOLOX, weil die Ausgabe {shape} bei {size} für jede der {count} Zellen mit Schritten {strides} eine Zeile hat.',
  'Assumed that boxes are decoded in the graph because it has an Exp node.':
    'Angenommen ist, dass der Graph die Rahmen ausrechnet, weil er einen Knoten Exp hat.',
  'Assumed that boxes are not decoded in the graph because it has no Exp node.':
    'Angenommen ist, dass der Graph die Rahmen nicht ausrechnet, weil er keinen Knoten Exp hat.',
  'Assumed BGR pixels 0..255 and a letterbox that pads right and below, as YOLOX has since version 0.1.1.':
    'Angenommen sind BGR-Pixel 0..255 und Ränder rechts und unten, wie bei YOLOX seit Version 0.1.1.',
  'Guessed YOLOv5 or YOLOv7 because the output {shape} has three rows for each of the {count} cells at {size} with strides {strides}.':
    'Wohl YOLOv5 oder YOLOv7, weil die Ausgabe {shape} bei {size} für jede der {count} Zellen mit Schritten {strides} drei Zeilen hat.',
  'Assumed a centred letterbox and RGB scaled to 0..1.': 'Angenommen sind Ränder rundum und RGB auf 0..1.',
  'Guessed FastestDet because the one output {shape} is a map at a sixteenth of the input with {count} classes and 5 more channels.':
    'Wohl FastestDet, weil die eine Ausgabe {shape} eine Karte im Sechzehntel der Eingabe mit {count} Klassen und 5 weiteren Kanälen ist.',
  'Assumed BGR scaled to 0..1 and stretching, as its examples do.':
    'Angenommen sind BGR auf 0..1 und ein gestrecktes Bild, wie bei seinen Beispielen.',
  'Guessed a model of recordings because the input is {shape}.':
    'Wohl ein Modell für Aufzeichnungen, weil die Eingabe {shape} ist.',
  "Assumed YAMNet's log-mel patches of 64 bands and 96 frames at 16 kHz because of that shape: check it.":
    'Angenommen sind wegen dieser Form die Log-Mel-Stücke von YAMNet mit 64 Bändern und 96 Rahmen bei 16 kHz: prüfe es.',
  'Assumed sound in -1..1 at 16 kHz: check it.': 'Angenommen ist Ton in -1..1 bei 16 kHz: prüfe es.',
  'Assumed samples as they are recorded, at whatever rate: check it.':
    'Angenommen sind Messwerte, wie sie aufgenommen wurden, in welcher Rate auch immer: prüfe es.',
  'Guessed one value per frame in "{name}" because its length is open.':
    'Wohl ein Wert je Rahmen in „{name}“, weil die Länge offen ist.',

  // What is good to know of a map, and of how it was made.
  'There is no WebGPU here; other backends do without.': 'WebGPU gibt es hier nicht; gerechnet wird auf dem Prozessor.',
  'WebGPU found no adapter here; other backends do without.':
    'WebGPU hat hier keine Grafikkarte gefunden; gerechnet wird auf dem Prozessor.',
  'WebGPU runs in software here ({adapter}), which is slower than wasm. Ask for the backend "webgpu" to use it all the same.':
    'WebGPU läuft hier nur in Software ({adapter}), langsamer als der Prozessor selbst; darum rechnet der. Wer es trotzdem will, wählt „webgpu“.',
  'WebGPU gave no device on {adapter}; other backends do without.':
    'WebGPU gab auf {adapter} kein Gerät her; gerechnet wird auf dem Prozessor.',
  'WebGPU could not open this model, so it runs on wasm. ({cause})':
    'WebGPU konnte dieses Modell nicht öffnen, darum rechnet der Prozessor (wasm). ({cause})',
  'The graphics device was lost; the model was opened again on a new one.':
    'Die Grafikkarte ist ausgefallen; das Modell wurde auf ihr neu geöffnet.',
  'The graph ends in rows of detections, so pictures are run one by one.':
    'Der Graph endet in Zeilen von Funden, darum laufen Bilder einzeln.',
  'Pictures are run one by one: {cause}': 'Bilder laufen einzeln: {cause}',
  'Pictures are run one by one, since a batch of two did not give what single runs give ({difference}).':
    'Bilder laufen einzeln, weil zwei auf einmal nicht ergaben, was einzelne ergeben ({difference}).',
  'The file takes {count} pictures a run and no other number; it was rewritten for one and checked against the file.':
    'Die Datei nimmt {count} Bilder auf einmal und keine andere Zahl; sie wurde für eines umgeschrieben und an der Datei geprüft.',
  'The batch axis, fixed at 1 in the file, was freed and checked against single runs.':
    'Die Stapelachse, in der Datei auf 1 gesetzt, wurde freigegeben und an einzelnen Läufen geprüft.',
  'Changed layers are run one by one: a batch of two did not give what single runs give ({difference})':
    'Geänderte Schichten laufen einzeln: zwei auf einmal ergaben nicht, was einzelne ergeben ({difference})',
  'Changed layers are run one by one: {cause}': 'Geänderte Schichten laufen einzeln: {cause}',
  'Nothing that was changed in "{layer}" changes this answer, or all that does speaks against it; another layer may.':
    'Nichts, was in „{layer}“ geändert wurde, ändert diese Antwort, oder alles spricht gegen sie; an einer anderen Schicht kann es anders sein.',
  'Nothing that was changed in "{layer}" changes this answer; another layer may.':
    'Nichts, was in „{layer}“ geändert wurde, ändert diese Antwort; an einer anderen Schicht kann es anders sein.',
  'attention-rollout shows what the model looks at, whatever the target; grad-cam asks about the target.':
    'attention-rollout zeigt, worauf das Modell sieht, was auch das Ziel ist; grad-cam fragt nach dem Ziel.',
  '{name} shows what the layer holds, whatever the target; {neighbour} asks about the target.':
    '{name} zeigt, was die Schicht enthält, was auch das Ziel ist; {neighbour} fragt nach dem Ziel.',
  'This method explains the prediction as a whole: the map is the same for every class.':
    'Dieses Verfahren erklärt die Antwort als Ganzes: die Karte ist für jede Klasse dieselbe.',
  'Rounding of the quantised model was taken for the identity on the way back.':
    'Das Runden des quantisierten Modells galt auf dem Rückweg als Identität.',
  'The map sums to {sum}; the score rises by {rise} from the baseline.':
    'Die Summe der Karte ist {sum}; der Wert steigt von der Grundlinie aus um {rise}.',
  'Sum and rise differ by more than 5 %.': 'Summe und Anstieg weichen um mehr als 5 % voneinander ab.',
  'Take more steps to bring them together.': 'Mehr Schritte bringen beides zusammen.',
  'So it is in {count} of {all} windows.': 'So ist es in {count} von {all} Fenstern.',
  'Boxes were compared, not masks: masks are compared in a run of their own.':
    'Verglichen wurden Rahmen, nicht Masken: Masken vergleicht ein eigener Lauf.',
  'Answered from the 32 best proposals kept of each mask.':
    'Beantwortet aus den 32 besten Vorschlägen, die von jeder Maske bleiben.',
  'No mask changed the score of this target, so there is no evidence for it in the picture: the map says nothing.':
    'Keine Maske hat den Wert dieses Ziels geändert, also gibt es im Bild keinen Anhalt dafür: die Karte sagt nichts.',
  'The gradient of this answer is 0 everywhere, so the map says nothing: the score does not move with small changes. Ask for another part of the box, or use a method with masks.':
    'Der Gradient dieser Antwort ist überall 0, also sagt die Karte nichts: Kleine Änderungen bewegen den Wert nicht. Frag nach einem anderen Teil des Rahmens, oder nimm ein Verfahren mit Masken.',
  'Fewer than {count} masks are too few to say how sure this map is: ask for some hundreds.':
    'Weniger als {count} Masken sind zu wenige, um zu sagen, wie sicher diese Karte ist: nimm einige hundert.',
  'One mask tells nothing: ask for some hundreds.': 'Eine Maske sagt nichts: nimm einige hundert.',
  '{method} was not possible: {cause}': '{method} ging nicht: {cause}',

  // What maps along a recording are of.
  "each window's own answer": 'eigene Antwort jedes Fensters',
  'mean {output}': 'Mittel von {output}',

  // What metrics ask.
  'Does the score rise when only what the map keeps is shown?':
    'Steigt der Wert, wenn nur zu sehen ist, was die Karte behält?',
  'How far can noise that nobody sees move the map?':
    'Wie weit kann Rauschen, das niemand sieht, die Karte verschieben?',
  'Do few pixels hold most of the weight?': 'Tragen wenige Pixel das meiste Gewicht?',
  'Does the strongest pixel lie in the object?': 'Liegt das stärkste Pixel im Objekt?',
  'Is the weight spread over the whole picture?': 'Ist das Gewicht über das ganze Bild verstreut?',
  'Do the strongest pixels make up the object?': 'Machen die stärksten Pixel das Objekt aus?',
  'Would the map be the same, made again with another seed or in a picture stored anew?':
    'Käme dieselbe Karte heraus, mit anderem Startwert oder in einem neu gespeicherten Bild?',
  'How far does the map move in a noisy picture?': 'Wie weit verschiebt sich die Karte in einem verrauschten Bild?',
  'How much of what the score could still gain comes when only what the map keeps is shown?':
    'Wie viel von dem, was der Wert noch gewinnen könnte, kommt, wenn nur zu sehen ist, was die Karte behält?',
  'How soon is the answer lost when the strongest pixels are hidden first?':
    'Wie bald ist die Antwort weg, wenn die stärksten Pixel zuerst verdeckt werden?',
  'How much of the score is lost when only what the map keeps is shown?':
    'Wie viel vom Wert geht verloren, wenn nur zu sehen ist, was die Karte behält?',
  'Does the map keep the score, say the same of what it keeps, and stay small?':
    'Hält die Karte den Wert, sagt sie dasselbe über das, was sie behält, und bleibt sie klein?',
  'Does the map change when the model forgets what it has learnt?':
    'Ändert sich die Karte, wenn das Modell vergisst, was es gelernt hat?',
  'How badly does the map foretell what hiding a square costs?':
    'Wie schlecht sagt die Karte voraus, was ein verdecktes Quadrat kostet?',
  'How soon does the answer come back when the strongest pixels are shown first?':
    'Wie bald kommt die Antwort wieder, wenn die stärksten Pixel zuerst gezeigt werden?',
  'How much of the evidence lies in the object?': 'Wie viel von dem, was dafür spricht, liegt im Objekt?',
  'Do other methods, or other seeds, say the same?': 'Sagen andere Verfahren oder andere Startwerte dasselbe?',
  'Does removing the strongest pixels hurt more than removing the weakest?':
    'Schadet es mehr, die stärksten Pixel wegzunehmen, als die schwächsten?',
};

"""Other shapes of classifiers for crops: what methods must tell apart, adapt to or refuse."""

import torch
from torch import nn

from networks import conv


class FlatClassifier(nn.Module):
    """Every place of the last map has weights of its own: no class activation map can be read off it."""

    def __init__(self, classes):
        super().__init__()
        self.tower = nn.Sequential(
            conv(3, 16, stride=2), conv(16, 32, stride=2), conv(32, 48), nn.MaxPool2d(2), conv(48, 64), nn.MaxPool2d(2), conv(64, 32)
        )
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(32 * 64, 32), nn.ReLU(), nn.Linear(32, classes))

    def logits(self, x):
        return self.head(self.tower(x).reshape(-1, 32 * 64))

    def forward(self, x):
        return torch.softmax(self.logits(x), 1)


class AttributeModel(nn.Module):
    """
    One tower and a head for each question: heads gives the number of answers by name; the outputs come in that order.
    Each head looks where its answer shows: the mean of the last map, weighted by a softmax over its 16 x 16 places, so
    that a colour is not mixed with the grass around it.
    """

    def __init__(self, heads):
        super().__init__()
        self.tower = nn.Sequential(
            conv(3, 16, stride=2), conv(16, 32, stride=2), conv(32, 48), conv(48, 64, stride=2), conv(64, 64), conv(64, 96)
        )
        self.looks = nn.ModuleList(nn.Conv2d(96, 1, 1) for _ in heads)
        self.heads = nn.ModuleList(nn.Linear(96, count) for count in heads.values())

    def logits(self, x):
        features = self.tower(x)
        seen = features.reshape(-1, 96, 16 * 16)
        answers = []
        for look, head in zip(self.looks, self.heads):
            weights = torch.softmax(look(features).reshape(-1, 1, 16 * 16), 2)
            answers.append(head((seen * weights).sum(2)))
        return tuple(answers)

    def forward(self, x):
        return tuple(torch.softmax(answer, 1) for answer in self.logits(x))


class Attention(nn.Module):
    """Self-attention over a fixed number of tokens; an added bias can forbid pairs, for each of `groups` windows."""

    def __init__(self, width, heads, tokens, bias=None):
        super().__init__()
        self.heads, self.tokens, self.width = heads, tokens, width
        self.register_buffer("bias", bias)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))

    def split(self, x):
        return x.reshape(-1, self.tokens, self.heads, self.width // self.heads).permute(0, 2, 1, 3)

    def forward(self, x):
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        scores = q @ k.transpose(2, 3) * (self.width // self.heads) ** -0.5
        if self.bias is not None:
            windows = self.bias.shape[0]
            scores = scores.reshape(-1, windows, self.heads, self.tokens, self.tokens) + self.bias
            scores = scores.reshape(-1, self.heads, self.tokens, self.tokens)
        mixed = (torch.softmax(scores, 3) @ v).permute(0, 2, 1, 3)
        return self.out(mixed.reshape(-1, self.tokens, self.width))


class Block(nn.Module):
    """Attention and a small network on each token, each after a norm, each added to what it saw."""

    def __init__(self, width, attention, growth=2):
        super().__init__()
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = attention
        self.mixer = nn.Sequential(nn.Linear(width, growth * width), nn.GELU(), nn.Linear(growth * width, width))

    def forward(self, x):
        x = x + self.attention(self.first(x))
        return x + self.mixer(self.second(x))


class VisionTransformer(nn.Module):
    """A convolutional stem, 8 x 8 tokens and a class token that starts from their mean; 128 pixels wide."""

    def __init__(self, classes, width=64, heads=4, depth=4, side=8):
        super().__init__()
        self.width, self.side = width, side
        self.stem = nn.Sequential(conv(3, 16, stride=2), conv(16, 32, stride=2), conv(32, 48, stride=2), nn.Conv2d(48, width, 2, 2))
        self.place = nn.Parameter(torch.randn(1, 1 + side * side, width) * 0.02)
        self.start = nn.Linear(width, width)
        self.blocks = nn.Sequential(*(Block(width, Attention(width, heads, 1 + side * side)) for _ in range(depth)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def logits(self, x):
        patches = self.stem(x).reshape(-1, self.width, self.side * self.side).transpose(1, 2)
        tokens = torch.cat([self.start(patches.mean(1, keepdim=True)), patches], 1) + self.place
        own, _ = self.norm(self.blocks(tokens)).split([1, self.side * self.side], 1)
        return self.head(own.reshape(-1, self.width))

    def forward(self, x):
        return torch.softmax(self.logits(x), 1)


def turn(x, side, by):
    """torch.roll of a grid [N, side, side, C] towards lower places; no shapes are computed in the exported graph."""
    for dim in (1, 2):
        head, tail = x.split([by, side - by], dim)
        x = torch.cat([tail, head], dim)
    return x


class Windows(nn.Module):
    """Attention within windows of a grid [N, side, side, width], shifted by half a window or not (Liu et al., Swin, ICCV 2021)."""

    def __init__(self, width, heads, side, window, shifted):
        super().__init__()
        self.side, self.window, self.width, self.shift = side, window, width, window // 2 if shifted else 0
        self.attention = Attention(width, heads, window * window, self.fences() if shifted else None)

    def cut(self, x, width):
        n = self.side // self.window
        x = x.reshape(-1, n, self.window, n, self.window, width).permute(0, 1, 3, 2, 4, 5)
        return x.reshape(-1, self.window * self.window, width)

    def fences(self):
        """[windows, 1, tokens, tokens]: tokens that the shift brought together from opposite edges don't see each other."""
        region = torch.arange(self.side) >= self.side - self.window
        region = region.float() + (torch.arange(self.side) >= self.side - self.shift).float()
        label = self.cut((region[:, None] * 3 + region[None]).reshape(1, self.side, self.side, 1), 1).squeeze(2)
        return (label[:, None] != label[:, :, None]).float().unsqueeze(1) * -100

    def forward(self, x):
        n = self.side // self.window
        x = x.reshape(-1, self.side, self.side, self.width)
        if self.shift:
            x = turn(x, self.side, self.shift)
        x = self.attention(self.cut(x, self.width))
        x = x.reshape(-1, n, n, self.window, self.window, self.width).permute(0, 1, 3, 2, 4, 5)
        x = x.reshape(-1, self.side, self.side, self.width)
        if self.shift:
            x = turn(x, self.side, self.side - self.shift)
        return x


class WindowedTransformer(nn.Module):
    """Two stages of windowed attention on grids that keep channels last, as Swin does; 128 pixels wide."""

    def __init__(self, classes, width=40, heads=4, window=4):
        super().__init__()
        self.stem = nn.Sequential(conv(3, 16, stride=2), conv(16, 32, stride=2), nn.Conv2d(32, width, 2, 2))
        self.place = nn.Parameter(torch.randn(1, 16, 16, width) * 0.02)
        self.fine = nn.Sequential(*(Block(width, Windows(width, heads, 16, window, odd)) for odd in (False, True)))
        self.merge = nn.Sequential(nn.LayerNorm(4 * width), nn.Linear(4 * width, 2 * width, bias=False))
        self.coarse = nn.Sequential(*(Block(2 * width, Windows(2 * width, heads, 8, window, odd)) for odd in (False, True)))
        self.norm, self.head, self.width = nn.LayerNorm(2 * width), nn.Linear(2 * width, classes), width

    def logits(self, x):
        x = self.fine(self.stem(x).permute(0, 2, 3, 1) + self.place)
        x = x.reshape(-1, 8, 2, 8, 2, self.width).permute(0, 1, 3, 2, 4, 5).reshape(-1, 8, 8, 4 * self.width)
        x = self.norm(self.coarse(self.merge(x)))
        return self.head(x.mean((1, 2)))

    def forward(self, x):
        return torch.softmax(self.logits(x), 1)


class Smooth(nn.Module):
    """Convolution, norm, SiLU: what Ultralytics calls Conv."""

    def __init__(self, inputs, outputs, kernel=3, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.bn = nn.BatchNorm2d(outputs)
        self.act = nn.SiLU(inplace=True)

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))


class Bottleneck(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.cv1, self.cv2 = Smooth(channels, channels), Smooth(channels, channels)

    def forward(self, x):
        return x + self.cv2(self.cv1(x))


class C2f(nn.Module):
    """Splits the channels, refines one half step by step, and keeps every step."""

    def __init__(self, channels, count):
        super().__init__()
        self.half = channels // 2
        self.cv1 = Smooth(channels, channels, 1)
        self.cv2 = Smooth((2 + count) * self.half, channels, 1)
        self.m = nn.ModuleList(Bottleneck(self.half) for _ in range(count))

    def forward(self, x):
        parts = list(self.cv1(x).split(self.half, 1))
        for refine in self.m:
            parts.append(refine(parts[-1]))
        return self.cv2(torch.cat(parts, 1))


class Classify(nn.Module):
    def __init__(self, inputs, classes, width):
        super().__init__()
        self.conv = Smooth(inputs, width, 1)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.linear = nn.Linear(width, classes)

    def forward(self, x):
        return self.linear(torch.flatten(self.pool(self.conv(x)), 1))


class UltralyticsClassifier(nn.Module):
    """The ten layers of YOLOv8's classifiers, narrower, under the names that its exporter gives them."""

    def __init__(self, classes, widths=(16, 24, 40, 64, 96), head=192):
        super().__init__()
        a, b, c, d, e = widths
        self.model = nn.Sequential(
            *(Smooth(3, a, stride=2), Smooth(a, b, stride=2), C2f(b, 1), Smooth(b, c, stride=2), C2f(c, 2)),
            *(Smooth(c, d, stride=2), C2f(d, 2), Smooth(d, e, stride=2), C2f(e, 1), Classify(e, classes, head)),
        )

    def logits(self, x):
        return self.model(x)

    def forward(self, x):
        return torch.softmax(self.logits(x), 1)

"""The networks: ReLU and plain convolutions throughout, since they are quick on a CPU and in a browser."""

import torch
from torch import nn


def conv(inputs, outputs, kernel=3, stride=1, groups=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


def separable(inputs, outputs, stride=1):
    return nn.Sequential(conv(inputs, inputs, 3, stride, groups=inputs), conv(inputs, outputs, 1))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(conv(channels, channels // 2), conv(channels // 2, channels))

    def forward(self, x):
        return x + self.body(x)


class PoolPyramid(nn.Module):
    """Max pooling over ever larger windows, laid side by side (SPPF)."""

    def __init__(self, channels):
        super().__init__()
        self.narrow = conv(channels, channels // 2, 1)
        self.pool = nn.MaxPool2d(5, 1, 2)
        self.merge = conv(channels * 2, channels, 1)

    def forward(self, x):
        levels = [self.narrow(x)]
        for _ in range(3):
            levels.append(self.pool(levels[-1]))
        return self.merge(torch.cat(levels, 1))


class Detector(nn.Module):
    """Anchor-free, three strides; gives [N, 4 + classes, proposals]: centre, size in pixels, class scores."""

    STRIDES = (8, 16, 32)

    def __init__(self, classes, size, width=64):
        super().__init__()
        self.classes = classes
        self.cells = [size // stride for stride in self.STRIDES]
        self.to8 = nn.Sequential(conv(3, 16, stride=2), conv(16, 32, stride=2), Residual(32), conv(32, 64, stride=2), Residual(64))
        self.to16 = nn.Sequential(conv(64, 96, stride=2), Residual(96))
        self.to32 = nn.Sequential(conv(96, 96, stride=2), Residual(96), PoolPyramid(96))
        self.lateral = nn.ModuleList(conv(channels, width, 1) for channels in (64, 96, 96))
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.fuse = nn.ModuleList(separable(width, width) for _ in range(4))
        self.down = nn.ModuleList(separable(width, width, 2) for _ in range(2))
        self.stem = nn.ModuleList(separable(width, width) for _ in self.STRIDES)
        self.score = nn.ModuleList(nn.Sequential(separable(width, width), nn.Conv2d(width, classes, 1)) for _ in self.STRIDES)
        self.reach = nn.ModuleList(nn.Sequential(separable(width, width), nn.Conv2d(width, 4, 1)) for _ in self.STRIDES)
        for score, reach in zip(self.score, self.reach):
            nn.init.constant_(score[-1].bias, -4.6)
            nn.init.constant_(reach[-1].bias, 0.7)
        centres, strides = [], []
        for stride, cells in zip(self.STRIDES, self.cells):
            at = (torch.arange(cells) + 0.5) * stride
            y, x = torch.meshgrid(at, at, indexing="ij")
            centres.append(torch.stack([x.reshape(-1), y.reshape(-1)]))
            strides.append(torch.full((1, cells * cells), float(stride)))
        self.register_buffer("centres", torch.cat(centres, 1).unsqueeze(0), persistent=False)
        self.register_buffer("strides", torch.cat(strides, 1).unsqueeze(0), persistent=False)

    def raw(self, x):
        """Class logits [N, classes, A] and reaches left, up, right, down in pixels [N, 4, A]."""
        c8 = self.to8(x)
        c16 = self.to16(c8)
        c32 = self.to32(c16)
        l8, l16, l32 = (lateral(c) for lateral, c in zip(self.lateral, (c8, c16, c32)))
        t16 = self.fuse[0](l16 + self.up(l32))
        t8 = self.fuse[1](l8 + self.up(t16))
        b16 = self.fuse[2](t16 + self.down[0](t8))
        b32 = self.fuse[3](l32 + self.down[1](b16))
        scores, reaches = [], []
        for level, cells, stem, score, reach in zip((t8, b16, b32), self.cells, self.stem, self.score, self.reach):
            shared = stem(level)
            # Sizes as plain numbers, so that the exported graph computes no shapes.
            scores.append(score(shared).reshape(-1, self.classes, cells * cells))
            reaches.append(reach(shared).reshape(-1, 4, cells * cells))
        return torch.cat(scores, 2), torch.exp(torch.cat(reaches, 2).clamp(max=6.0)) * self.strides

    def forward(self, x):
        logits, reaches = self.raw(x)
        before, after = reaches.split(2, 1)
        centre = self.centres + (after - before) * 0.5
        return torch.cat([centre, before + after, torch.sigmoid(logits)], 1)


class Classifier(nn.Module):
    """A plain tower to a 16 x 16 map, its mean, and one matrix: what class activation maps were made for."""

    def __init__(self, classes):
        super().__init__()
        self.tower = nn.Sequential(
            conv(3, 16, stride=2), conv(16, 32, stride=2), conv(32, 48), conv(48, 64, stride=2), conv(64, 64), conv(64, 96)
        )
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(96, classes)

    def logits(self, x):
        return self.head(torch.flatten(self.pool(self.tower(x)), 1))

    def forward(self, x):
        return torch.softmax(self.logits(x), 1)

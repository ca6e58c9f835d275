"""Networks that read whole scenes and are no detectors; their first half is the detector's, and starts from its weights."""

import torch
from torch import nn

from networks import PoolPyramid, Residual, conv, separable


class Backbone(nn.Module):
    """The detector's, layer by layer under the same names: maps at strides 4, 8, 16 and, if deep, 32."""

    def __init__(self, deep=True):
        super().__init__()
        self.to8 = nn.Sequential(conv(3, 16, stride=2), conv(16, 32, stride=2), Residual(32), conv(32, 64, stride=2), Residual(64))
        self.to16 = nn.Sequential(conv(64, 96, stride=2), Residual(96))
        self.to32 = nn.Sequential(conv(96, 96, stride=2), Residual(96), PoolPyramid(96)) if deep else None

    def forward(self, x):
        c4 = self.to8[:3](x)
        c8 = self.to8[3:](c4)
        c16 = self.to16(c8)
        return (c4, c8, c16) if self.to32 is None else (c4, c8, c16, self.to32(c16))

    def start_from(self, state):
        """Takes over what a detector's state has under the same names, and holds the first layers, which cost most."""
        own = self.state_dict()
        self.load_state_dict({name: state[name] for name in own})
        self.to8[:3].requires_grad_(False)


class Segmenter(nn.Module):
    """A class for each pixel: [N, 1 + classes, size, size] logits, the first for the background."""

    def __init__(self, classes, width=48):
        super().__init__()
        self.backbone = Backbone()
        self.lateral = nn.ModuleList(conv(channels, width, 1) for channels in (32, 64, 96, 96))
        self.fuse = nn.ModuleList(separable(width, width) for _ in range(3))
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.last = nn.Sequential(conv(width, width), nn.Conv2d(width, 1 + classes, 1))
        self.enlarge = nn.Upsample(scale_factor=4, mode="bilinear", align_corners=False)

    def coarse(self, x):
        """Logits at a quarter of the size."""
        c4, c8, c16, c32 = (lateral(c) for lateral, c in zip(self.lateral, self.backbone(x)))
        x = self.fuse[0](c16 + self.up(c32))
        x = self.fuse[1](c8 + self.up(x))
        x = self.fuse[2](c4 + self.up(x))
        return self.last(x)

    def forward(self, x):
        return self.enlarge(self.coarse(x))


class Tagger(nn.Module):
    """Which classes occur: [N, classes], each from 0 to 1, from the strongest place of each feature."""

    def __init__(self, classes):
        super().__init__()
        self.backbone = Backbone(deep=False)
        self.mix = conv(96, 128, 1)
        self.pool = nn.AdaptiveMaxPool2d(1)
        self.head = nn.Linear(128, classes)

    def logits(self, x):
        return self.head(torch.flatten(self.pool(self.mix(self.backbone(x)[-1])), 1))

    def forward(self, x):
        return torch.sigmoid(self.logits(x))

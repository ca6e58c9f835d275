"""Networks for motion and sound: small enough for a microcontroller."""

import torch
from torch import nn

from networks import conv


def along_time(inputs, outputs, width):
    """A convolution over [N, C, time, channels] that never mixes the recording's channels."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, (5, width), padding=(2, width // 2), bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class MotionClassifier(nn.Module):
    """[N, 1, 100, 3] in g to probabilities; the last map has 25 steps of time."""

    def __init__(self, classes):
        super().__init__()
        self.tower = nn.Sequential(
            along_time(1, 16, 3), nn.MaxPool2d((2, 1)), along_time(16, 24, 1), nn.MaxPool2d((2, 1)), along_time(24, 32, 1)
        )
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(32, classes)

    def logits(self, x):
        return self.head(torch.flatten(self.pool(self.tower(x)), 1))

    def forward(self, x):
        return torch.softmax(self.logits(x), 1)


class RecurrentMotionClassifier(nn.Module):
    """[N, 100, 3] in g, through one convolution and a gated recurrent layer, whose steps are averaged, to probabilities."""

    def __init__(self, classes, width=32):
        super().__init__()
        self.local = nn.Sequential(nn.Conv1d(3, 16, 5, stride=2, padding=2), nn.ReLU(inplace=True))
        self.memory = nn.GRU(16, width)
        self.head = nn.Linear(width, classes)

    def logits(self, x):
        steps = self.local(x.transpose(1, 2)).permute(2, 0, 1)
        outputs, _ = self.memory(steps)
        return self.head(outputs.mean(0))

    def forward(self, x):
        return torch.softmax(self.logits(x), 1)


class SoundClassifier(nn.Module):
    """[N, 1, 96, 64], time by band of log-mel magnitudes, to probabilities."""

    def __init__(self, classes):
        super().__init__()
        self.tower = nn.Sequential(
            conv(1, 12), nn.MaxPool2d(2), conv(12, 24), nn.MaxPool2d(2), conv(24, 32), nn.MaxPool2d(2), conv(32, 48)
        )
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(48, classes)

    def logits(self, x):
        return self.head(torch.flatten(self.pool(self.tower(x)), 1))

    def forward(self, x):
        return torch.softmax(self.logits(x), 1)

"""Three small classifiers with random weights, for maps that other implementations are compared with (see golden_maps.py)."""

import math

import torch
from torch import nn
from torch.nn import functional


def unmarked(_name, tensor):
    return tensor


class GuidedRelu(torch.autograd.Function):
    """ReLU that passes back only what is positive (Springenberg et al., Striving for Simplicity, 2015)."""

    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(context, gradient):
        (x,) = context.saved_tensors
        return gradient.clamp(min=0) * (x > 0)


class ConvNorm(nn.Module):
    def __init__(self, inputs, outputs, kernel=3, stride=1, groups=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(outputs, momentum=None)

    def forward(self, x):
        return self.bn(self.conv(x))

    def bias(self):
        """What the norm adds, whatever its input."""
        return self.bn.bias - self.bn.running_mean * self.bn.weight / torch.sqrt(self.bn.running_var + self.bn.eps)


class Network(nn.Module):
    """
    front(x) ends in the tensor that maps are made of, tail(tensor) goes on from there to the logits. Both give the tensors
    that are worth a name to `mark`. guided: whether ReLUs pass back positive gradients only.
    """

    guided = False
    prefix_tokens = None

    def relu(self, x):
        return GuidedRelu.apply(x) if self.guided else functional.relu(x)

    def forward(self, x, mark=unmarked):
        return self.tail(self.front(x, mark), mark)


class LinearCnn(Network):
    """Convolutions, mean over the last map, one linear layer. Exported with its norms as nodes of their own."""

    layers, features, keeps_norms, opset = ("middle", "features"), "features", True, 13

    def __init__(self, classes=5):
        super().__init__()
        self.stem = ConvNorm(3, 8)
        self.depth = ConvNorm(8, 8, groups=8)
        self.point = ConvNorm(8, 8, kernel=1)
        self.down = nn.Conv2d(8, 16, 3, 2, 1)
        self.last = ConvNorm(16, 24)
        self.head = nn.Linear(24, classes)

    def front(self, x, mark=unmarked):
        x = functional.max_pool2d(self.relu(mark("stem_sum", self.stem(x))), 2)
        inner = mark("point_sum", self.point(self.relu(mark("depth_sum", self.depth(x)))))
        x = mark("middle", self.relu(x + inner))
        x = functional.silu(mark("down_sum", self.down(x)))
        return mark("features", self.relu(mark("last_sum", self.last(x))))

    def tail(self, features, _mark=unmarked):
        return self.head(torch.flatten(functional.adaptive_avg_pool2d(features, 1), 1))

    def biases(self):
        norms = {f"{name}_sum": getattr(self, name).bias() for name in ("stem", "depth", "point", "last")}
        return {**norms, "down_sum": self.down.bias}


class DeepCnn(Network):
    """Convolutions, every place of the last map with weights of its own, two linear layers. Norms are folded on export."""

    layers, features, keeps_norms, opset = ("middle", "features"), "features", False, 15

    def __init__(self, classes=6):
        super().__init__()
        self.stem = ConvNorm(3, 8, stride=2)
        self.depth = ConvNorm(8, 8, groups=8)
        self.point = ConvNorm(8, 12, kernel=1)
        self.first = ConvNorm(12, 12)
        self.second = ConvNorm(12, 12)
        self.hidden = nn.Linear(12 * 4 * 4, 24)
        self.head = nn.Linear(24, classes)

    def front(self, x, mark=unmarked):
        x = functional.silu(mark("stem_sum", self.stem(x)))
        x = self.relu(mark("depth_sum", self.depth(x)))
        x = mark("middle", self.relu(mark("point_sum", self.point(x))))
        x = functional.max_pool2d(x, 2)
        inner = self.second(self.relu(mark("first_sum", self.first(x))))
        return mark("features", self.relu(x + mark("second_sum", inner)))

    def tail(self, features, _mark=unmarked):
        x = torch.flatten(functional.max_pool2d(features, 2), 1)
        return self.head(self.relu(self.hidden(x)))

    def biases(self):
        return {f"{name}_sum": getattr(self, name).bias() for name in ("stem", "depth", "point", "first", "second")}


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.mixer = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def split(self, x):
        return x.reshape(-1, x.shape[1], self.heads, x.shape[2] // self.heads).transpose(1, 2)

    def forward(self, x, name, mark, mask=None):
        """mask: a factor for each token, on what the attention sees and on what is added to it."""
        normed = mark(f"{name}_normed", self.first(x))
        if mask is not None:
            x, normed = x * mask, normed * mask
        q, k, v = (self.split(part(normed)) for part in (self.query, self.key, self.value))
        scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[3])
        attention = mark(f"{name}_attention", torch.softmax(scores, 3))
        x = x + self.out((attention @ v).transpose(1, 2).reshape(-1, x.shape[1], x.shape[2]))
        return x + self.mixer(self.second(x))


class Transformer(Network):
    """8 x 8 patches and a class token; only the class token reaches the head (Dosovitskiy et al., An Image is Worth, 2021)."""

    layers, features, keeps_norms, opset = ("block3_normed", "tokens"), "tokens", False, 17
    prefix_tokens = 1
    attentions = ("block1_attention", "block2_attention", "block3_attention")

    def __init__(self, classes=5, width=16, heads=2):
        super().__init__()
        self.width = width
        self.patch = nn.Conv2d(3, width, 4, 4)
        self.start = nn.Parameter(torch.randn(1, 1, width))
        self.place = nn.Parameter(torch.randn(1, 65, width) * 0.5)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(3))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def front(self, x, mark=unmarked):
        patches = self.patch(x).reshape(-1, self.width, 64).transpose(1, 2)
        x = torch.cat([self.start.expand(len(patches), -1, -1), patches], 1) + self.place
        x = self.blocks[0](x, "block1", mark)
        return mark("tokens", self.blocks[1](x, "block2", mark))

    def tail(self, tokens, mark=unmarked, mask=None):
        x = self.norm(self.blocks[2](tokens, "block3", mark, mask))
        return self.head(x[:, 0])


NETWORKS = {"linear-cnn": LinearCnn, "deep-cnn": DeepCnn, "transformer": Transformer}


@torch.no_grad()
def enliven(network, pictures):
    """Weights that make activations and logits vary from place to place and from picture to picture, rounded to float32."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.normal_(module.weight, std=1.4 / math.sqrt(module.weight[0].numel()))
            if module.bias is not None:
                nn.init.uniform_(module.bias, -0.3, 0.3)
        elif isinstance(module, (nn.BatchNorm2d, nn.LayerNorm)):
            nn.init.uniform_(module.weight, 0.6, 1.4)
            nn.init.uniform_(module.bias, -0.4, 0.4)
    network.train()
    network(pictures)
    network.eval()
    logits = network(pictures)
    spread = 2 / (logits - logits.mean(0)).std()
    network.head.weight *= spread
    network.head.bias.copy_((network.head.bias - logits.mean(0)) * spread)
    network.float().double()

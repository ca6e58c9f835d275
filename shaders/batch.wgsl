// Shared by every kernel that works on a batch of masks.
struct Batch {
  // Number of the first mask, and how many there are.
  first: u32,
  count: u32,
  // Key words of the seed.
  key: vec2u,
  // A random word below this keeps its cell.
  threshold: u32,
}

@group(0) @binding(0) var<uniform> batch: Batch;

// The dispatch is folded over two axes, since one axis holds only 65 535 workgroups.
fn flatGroup(group: vec3u, groups: vec3u) -> u32 {
  return group.y * groups.x + group.x;
}

// Made by scripts/make-colour-stops.mjs from d3-scale-chromatic; do not edit.
/** 86 evenly spaced colours of each map, base64 of red, green, blue. */
export const COLOUR_STOPS = {
  viridis:
    'RAFURQVZRgpdRw5hRxNlSBdpSBttSB9wSCN0SCZ3Ryp6Ry58RjJ+RTWBRDmDQz2EQkCGQUSHP0eIPkqJPU6KO1GLOlSMOFiMN1uNNV6NNGGNMmSOMWeOMGqOLm2OLXCOLHKOK3WOKniOKXuOJ36OJoGOJYOOJIaOI4mOIoyNIY+NIJKMH5SMH5eLH5qKHp2JH6CIH6KHIaWFIqiEJauCJ62BKrB/LrN8MrZ6N7h4O7t1QL1yRsBvTMJsUsVpWMdlXsliZctebM1ac9BWetFRgdNNidVIkNdDmNg+oNo5qNs0sN0vuN4pwN8lyOAg0OEc2OIZ3+MY5+QZ7+Uc9uYg/ecl',
  cividis:
    'ACBRACNWACVaACdeAClhACtkAy1mBS9oCDFqDDNrDzVsEzdtFzltGjttHj5uI0BuJ0JuK0RuL0ZuM0huN0puO01uP09uQ1FtR1NtS1VtTlduUlluVlxuWV5uXGBuYGJuY2RvZmZvaWlwbGtwbm1xcW9xdHFydnRyeXZze3h0fnp0gH11g392hYF2iIR3ioZ3jYh3j4p4ko14lI94l5J4mpR4nJZ4n5l4opt4pZ53qKB3q6N2rqV1sqh0tapzuK1yvK9xv7Jvw7Vtx7dsyrpqzrxo0r9m1sJj2cVh3cdf4cpc5M1a6NBY69NV7tVT8dhQ9NtO995M+eFK++RI/OdG/epF',
  magma:
    'AAAEAQEIAgINBAQUBgUaCQcgDAkmEAstEw00Fg87GhBCHhFJIhFQJxJYLBFfMRFlNhBrOw9wQA90RRB3ShB5TxJ7VBN9WRV+XRd/YhmAZxuAax2BcB+BdSGBeSKCfiSCgyaBiCeBjCmBkSuBliyAmy5/oC9/pTF+qjN9rjR7szZ6uDd5vTl3wjt1xz1zzD9x0EFv1URt2UZr3klo4k1m5VBk6VRi7Fhg711e8mJd9Gdc9mxc93Jc+Xhd+n1e+4Nf/Ilh/I5k/ZRn/Zpq/p9t/qVx/qp0/rB4/rZ8/ruB/sGF/saK/syP/tGU/teZ/dye/eKj/eep/Oyu/PK0/Pe5/P2/',
  inferno:
    'AAAEAQEIAgIOBAMUBwUbCgciDQgpEQowFQs3GQw+HgxFIwxMKAtTLQtZMgpeOAliPQllQgpoRwtqTAxrUQ5sVQ9tWhFuXxNuZBVuaRZubRhuchpudxxtfB1tgB9shSFriiJqjyRpkyZnmCdmnSlkoitipi1gqy9esDFbtDNZuTVWvThTwTpQxj1NykBKzkNH0kZE1UpB2U093VE64FU241kz5l0v6WEr62Yo7mok8G8g8nQc9HkY9n4U94QQ+IkM+Y4J+pQH+5kG/J8H/KUK/KoP/LAU+7Ya+7wh+sIo+ccv+M0399NA9dlJ9N9T8+Vd8upp8e918vSC9PiO+Pua/P+k',
  turbo:
    'IxcbLx4/OSVfQCx7RTSTSTyoSkS7S0zKSlTXSVziRmTqRG3wQHX1PX33OYX5No35MpX3L531LKXxKqztKLToJrvjJcHcJcjWJc7PJtTIKNnAKt+4LeOxMeipNeyhOvCaQPOSRvaLTfiEVPp9XPx2ZP1vbP1pdf5jfv1dh/1YkPtTmfpOovhKrPVGtfJCvu8+xus7z+c41+I13t0y5dcw7NIu8css98Uq+74o/7cn/7Al/6gk/6Ai/5kh/5Ag/4ge/4Ad/3gc/28a+mcZ9l8Y8FcW6k8U5EcT3T8R1TgPzjENxioLviQJth8HrxoFqBYEoRICmw8Alg0AkwwAkQwAkAwA',
  'blue-red':
    'BTBhCDZqDD1zD0N7EkmDFk+LGVaTHVyaIGKgJGemKG2rLHOwMHi0NH63OYO7Pom+RI7BS5TEUZnHWZ/KYaXNaarQcbDTerXWg7vYi8Dbk8TenMngo83jq9HlstXnutnpwNzrx+DtzePu0+bw2Ojx3ery4uzy5u7y6u/y7fDx8PDv8+/t9e7p9+zm+Orh+efc+uPX+uDR+9vK+9fE+tK8+sy1+ceu+MGm97qf9bSX9K2Q8qaI75+B7Zd66pBz54ht5IBn4Hhh3XBb2WhV1V9Q0VdLzU9GyUdCxD8+vzc6ujA2tSkzryMwqB0toRgrmhQpkhAnigwlgQkjeQYicAMgZwAf',
} as const;

/** Hues of classes. */
export const CATEGORY_HUES = [
  '#4269d0',
  '#efb118',
  '#ff725c',
  '#6cc5b0',
  '#3ca951',
  '#ff8ab7',
  '#a463f2',
  '#97bbf5',
  '#9c6b4e',
] as const;

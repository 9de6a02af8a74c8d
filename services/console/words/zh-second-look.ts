/** Words of 抽检 in the review page. */
export const zhSecondLook = {
  'look.second': '抽检：他人已作判定，请独立判定；原判定在您判定之后才显示。',
  'look.first': '已抽检：您的判定封存，待另一人复看后生效。',
  'look.decider': '两人意见不一，由您裁定；须写明理由。',
  'look.agreed': '抽检：与他人独立作出的判定一致。',
  'look.differed': '抽检：两人判定不一致，以裁定为准。',
  'look.opinion': '{by}：{verdict}',
} as const

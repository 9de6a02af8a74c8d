import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, InputNumber, Modal, Select, Table } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { DayPicker } from '../frame/day-picker.tsx'
import { Loaded, Notice, sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { batchesQuery, sheetsQuery } from './queries.ts'

/** Batches as the city announced them. */
export function Batches() {
  const say = useWords()
  const can = useCan()
  const query = useQuery(batchesQuery)
  const [making, setMaking] = useState(false)
  return (
    <div className="stack">
      {can('batch.write') && (
        <div className="bar">
          <Button type="primary" data-testid="batch-new" onClick={() => setMaking(true)}>
            {say('batches.new')}
          </Button>
        </div>
      )}
      <Loaded query={query}>
        {({ rows }) => (
          <Table
            className="panel"
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={rows}
            locale={{
              emptyText: <Notice title={say('batches.empty')} hint={say('batches.emptyHint')} />,
            }}
            columns={[
              { title: say('batches.name'), render: (_, r) => <bdi>{r.name}</bdi> },
              { title: say('batches.opens'), width: 130, dataIndex: 'opensOn' },
              { title: say('batches.closes'), width: 130, dataIndex: 'closesOn' },
              { title: say('batches.sheet'), width: 180, dataIndex: 'sheetVersion' },
              {
                title: say('batches.places'),
                width: 110,
                align: 'right',
                render: (_, r) => r.places ?? say('batches.unlimited'),
              },
              {
                title: say('batches.tolerance'),
                width: 130,
                align: 'right',
                dataIndex: 'tolerance',
              },
            ]}
          />
        )}
      </Loaded>
      <Modal
        open={making}
        title={say('batches.new')}
        footer={null}
        destroyOnHidden
        onCancel={() => setMaking(false)}
      >
        <NewBatch made={() => setMaking(false)} />
      </Modal>
    </div>
  )
}

type Draft = Parameters<typeof api.batches.$post>[0]['json']

function NewBatch({ made }: { readonly made: () => void }) {
  const say = useWords()
  const queries = useQueryClient()
  const sheets = useQuery(sheetsQuery).data?.rows ?? []
  const making = useMutation({
    mutationFn: (json: Draft) => read(api.batches.$post({ json })),
    onSuccess: async () => {
      await queries.invalidateQueries(batchesQuery)
      made()
    },
  })
  const needed = [{ required: true, message: say('batches.needed') }]
  return (
    <Form<Draft> layout="vertical" onFinish={(draft) => making.mutate(draft)}>
      <Form.Item name="name" label={say('batches.name')} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="sheetVersion" label={say('batches.sheet')} rules={needed}>
        <Select options={sheets.map(({ version }) => ({ value: version, label: version }))} />
      </Form.Item>
      <Form.Item name="opensOn" label={say('batches.opens')} rules={needed}>
        <DayPicker label={say('batches.opens')} />
      </Form.Item>
      <Form.Item name="closesOn" label={say('batches.closes')} rules={needed}>
        <DayPicker label={say('batches.closes')} />
      </Form.Item>
      <Form.Item name="places" label={say('batches.places')}>
        <InputNumber min={1} precision={0} placeholder={say('batches.unlimited')} />
      </Form.Item>
      <Form.Item name="tolerance" label={say('batches.tolerance')} initialValue={2}>
        <InputNumber min={0} max={100} step={0.5} />
      </Form.Item>
      {making.error && <Alert type="error" title={sentenceOf(making.error, say)} />}
      <Button type="primary" htmlType="submit" loading={making.isPending}>
        {say('person.save')}
      </Button>
    </Form>
  )
}
